"""Environment of the tests, set before Django reads its settings (loaded with `-p`)."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# A process of pytest-xdist inherits the variables of the first one and needs its own folder.
if "HENGJIAN_VAR_DIR" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
    os.environ["HENGJIAN_VAR_DIR"] = tempfile.mkdtemp(prefix="hengjian-tests-")
broker = os.environ.get("HENGJIAN_BROKER_URL", "")
if broker.startswith("redis://") and "PYTEST_XDIST_WORKER" in os.environ:
    # Nor may one process take the messages of another: each has a Redis database of its own.
    number = 1 + int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    os.environ["HENGJIAN_BROKER_URL"] = urlsplit(broker)._replace(path=f"/{number}").geturl()
VAR_DIR = Path(os.environ["HENGJIAN_VAR_DIR"])
# Where static files would be collected to: its absence warns.
(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)
# What set-up has fetched: reports are drawn and typeset with the real files.
for folder in ("vendor", "fonts"):
    fetched = Path(__file__).parent.parent / "var" / folder
    if not (VAR_DIR / folder).exists():
        if fetched.is_dir():
            (VAR_DIR / folder).symlink_to(fetched)
        else:
            (VAR_DIR / folder).mkdir()
os.environ["HENGJIAN_SECRET_KEY"] = "key-of-the-tests-only"
os.environ["HENGJIAN_HTTPS"] = "off"
os.environ["HENGJIAN_LOG_LEVEL"] = "WARNING"
# The browser tests run Playwright's synchronous API, whose event loop looks async to Django.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
