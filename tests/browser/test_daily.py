"""Ten minutes a quarter (DLY-04): a record written, and a section of twelve reviewed.

How long it takes a person is told by the keystroke-level model (Card, Moran, Newell: The
keystroke-level model for user performance time with interactive systems, CACM 23, 1980): a key
0.28 s for a typist of average skill, pointing 1.1 s, a press 0.1 s, a thought before each step
1.35 s, and here a generous 20 s of reading for each person reviewed.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ROOT, Site, sign_in

KEY, POINT, PRESS, THOUGHT, READING = 0.28, 1.1, 0.1, 1.35, 20.0
# Latin letters typed for one Chinese character.
KEYS_PER_CHARACTER = 3
TEN_MINUTES = 600


@pytest.fixture(scope="session")
def worlds(running_site: Site) -> dict[str, Any]:
    """An office of twelve for each width, made once beside the running site."""
    made = subprocess.run(
        [
            sys.executable,
            "manage.py",
            "shell",
            "-v0",
            "-c",
            "from tests.browser.daily_world import tell; tell()",
        ],
        cwd=ROOT,
        env=running_site.environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout.splitlines()[-1])


@dataclass
class Hand:
    """Does what a person does, and counts it."""

    clicks: int = 0
    keys: int = 0
    thoughts: int = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1
        self.thoughts += 1

    def type(self, where: Locator, text: str) -> None:
        self.click(where)
        where.fill(text)
        self.keys += KEYS_PER_CHARACTER * len(text)

    def press(self, page: Page, key: str) -> None:
        page.keyboard.press(key)
        self.keys += 1
        self.thoughts += 1

    @property
    def seconds(self) -> float:
        return KEY * self.keys + (POINT + PRESS) * self.clicks + THOUGHT * self.thoughts


def test_record_takes_a_person_less_than_ten_minutes(page: Page, worlds: dict[str, Any]) -> None:
    width = page.viewport_size["width"]  # type: ignore[index]
    sign_in(page, worlds[str(width)]["writer"])
    hand = Hand()
    page.goto("/daily/records/")
    hand.click(page.get_by_role("link", name="Write it"))
    row = page.locator("[data-row]").first
    hand.type(row.locator("[name$=-title]"), "营商环境专项整治")
    hand.type(row.locator("[name$=-progress]"), "走访企业二十三家，梳理问题四十一条，全部整改到位")
    hand.click(page.locator("[data-add-row]"))
    row = page.locator("[data-row]").last
    hand.type(row.locator("[name$=-title]"), "迎接省级督查")
    hand.type(row.locator("[name$=-progress]"), "材料按期报送，现场问题当天反馈")
    hand.type(page.locator("[name=summary]"), "牵头完成专项整治，配合完成督查，推动三个项目开工。")
    hand.type(page.locator("[name=best]"), "推动三个项目开工")
    hand.type(page.locator("[name=regret]"), "一份季度分析晚报两天")
    hand.click(page.locator("[name=submit]"))
    expect(page.get_by_text("Handed in; you see here")).to_be_visible()
    work = page.locator("section").filter(has=page.get_by_role("heading", name="Work", exact=True))
    assert work.locator("tbody tr").count() == 2
    assert hand.seconds < TEN_MINUTES, hand


def test_section_of_twelve_takes_its_head_less_than_ten_minutes(
    page: Page, worlds: dict[str, Any]
) -> None:
    width = page.viewport_size["width"]  # type: ignore[index]
    sign_in(page, worlds[str(width)]["head"])
    hand = Hand()
    page.goto("/daily/reviews/")
    cards = page.locator("[data-card]")
    people = cards.count()
    assert people >= 11
    if width > 1000:
        # One key for each person; the focus goes on by itself.
        cards.first.focus()
        for number in range(people):
            hand.press(page, "1" if number < 4 else "2")
    else:
        for number in range(people):
            hand.click(cards.nth(number).locator("[data-band]").nth(0 if number < 4 else 1))
    hand.click(page.get_by_role("button", name="Take these steps"))
    expect(page.get_by_text("records are done")).to_be_visible()
    assert cards.count() == 0
    assert hand.seconds + READING * people < TEN_MINUTES, hand
