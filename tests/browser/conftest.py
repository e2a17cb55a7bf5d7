"""A real browser on the real site: the demonstration with its web server, worker and beat."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from demo.accounts import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
SECONDS_TO_START = 600
# A busy machine is slow, not wrong: whatever comes is waited for as long as this.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium is installed"))


@contextmanager
def own_database(name: str) -> Iterator[dict[str, str]]:
    """Variables of a database and broker of the site's own, beside those of the other tests."""
    url = os.environ.get("HENGJIAN_DATABASE_URL", "")
    if not url.startswith("postgresql"):
        yield {}
        return
    admin = psycopg2.connect(url)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f"drop database if exists {name} with (force)")
        cursor.execute(f"create database {name}")
    yield {
        "HENGJIAN_DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl(),
        "HENGJIAN_BROKER_URL": urlsplit(os.environ["HENGJIAN_BROKER_URL"])
        ._replace(path="/9")
        .geturl(),
    }
    with admin.cursor() as cursor:
        cursor.execute(f"drop database {name} with (force)")
    admin.close()


@dataclass(frozen=True)
class Site:
    """A running demonstration: its address, and the variables of a command beside it."""

    url: str
    environment: dict[str, str]


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, once `manage.py demo` has played the main job."""
    var = tmp_path_factory.mktemp("site")
    for folder in ("vendor", "fonts"):
        (var / folder).symlink_to(Path(os.environ["HENGJIAN_VAR_DIR"]) / folder)
    log = var / "demo.log"
    with own_database("hengjian_browser") as variables, log.open("wb") as output:
        environment = {**os.environ, **variables, "HENGJIAN_VAR_DIR": str(var)}
        demo = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield Site(_address(demo, log), environment)
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(timeout=60)


@pytest.fixture(scope="session")
def site(running_site: Site) -> str:
    """Address of the running demonstration."""
    return running_site.url


def _address(demo: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        found = re.search(r"http://127\.0\.0\.1:\d+/", log.read_text(errors="replace"))
        if found:
            return found.group()
        if demo.poll() is not None:
            break
        time.sleep(0.2)
    pytest.fail(f"the demonstration did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(params=[1440, 390], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A page at both widths."""
    with open_context(browser, site, width=request.param) as context:
        yield context.pages[0]


@contextmanager
def open_context(
    browser: Browser, site: str, *, width: int, is_online: bool = True
) -> Iterator[BrowserContext]:
    """A browser with one page; its complaints, such as a CSP violation, fail the test.

    Args:
        is_online: else the test itself fails requests, and the browser may say so.
    """
    complaints: list[str] = []

    def listen(page: Page) -> None:
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: hear(line.type, line.text))

    def hear(kind: str, text: str) -> None:
        if kind == "error" and (is_online or not text.startswith("Failed to load resource")):
            complaints.append(text)

    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": 900}, locale="en-US"
    )
    context.on("page", listen)
    context.new_page()
    yield context
    context.close()
    assert complaints == []


def sign_in(page: Page, username: str) -> None:
    """Sign in as one of the demonstration's accounts."""
    page.goto("/organization/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page.locator("h1")).to_be_visible()
