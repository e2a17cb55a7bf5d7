"""Every act that a service records is told in words on the pages of the audit trail."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from organization.models.audit import VERBS

ROOT = Path(settings.BASE_DIR)
APPS = [app for app in settings.INSTALLED_APPS if (ROOT / app / "services").is_dir()]


def recorded_actions() -> Iterator[str]:
    """The actions that services name; one put together of parts is known by its last part."""
    for app in APPS:
        for path in (ROOT / app / "services").rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "record_event":
                    continue
                action = node.args[0]
                if isinstance(action, ast.JoinedStr):
                    action = action.values[-1]
                if isinstance(action, ast.Constant):
                    yield str(action.value)


def test_every_recorded_action_has_a_verb():
    actions = set(recorded_actions())
    assert len(actions) > 100
    assert (
        sorted(one for one in actions if one not in VERBS and one.rsplit("_", 1)[-1] not in VERBS)
        == []
    )
