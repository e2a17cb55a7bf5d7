"""Templates keep to the floors too: a page never names a URL of an app above its own."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"
FLOORS = {
    "organization": 0,
    "indicators": 1,
    "evaluators": 1,
    "collection": 2,
    "assessment": 3,
    "dailyreview": 4,
    "feedback": 5,
}
URL = re.compile(r"""\{% url ['"](\w+):""")


def test_no_template_names_a_url_of_an_app_above():
    """What stands above is offered through `<noun>_links` of its AppConfig."""
    upwards = [
        f"{path.relative_to(TEMPLATES)} -> {app}"
        for folder, floor in FLOORS.items()
        for path in (TEMPLATES / folder).rglob("*.html")
        for app in URL.findall(path.read_text(encoding="utf-8"))
        if FLOORS.get(app, 0) > floor
    ]
    assert upwards == []
