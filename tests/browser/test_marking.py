"""Marking on a phone: nothing typed is lost, whatever the network and the browser do."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import ROOT, Site, open_context, sign_in
from tests.browser.marking_world import LEAVES

KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('hj-sheet-')).length"
_members = count()


@pytest.fixture(scope="session")
def world(running_site: Site) -> dict[str, Any]:
    """Groups with sheets to mark, made once beside the running site."""
    code = "from tests.browser.marking_world import tell; tell()"
    made = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        cwd=ROOT,
        env=running_site.environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout.splitlines()[-1])


@dataclass
class Phone:
    """A phone in the hands of one evaluator."""

    context: BrowserContext
    page: Page
    sheet: int

    def open(self) -> Page:
        """Open the sheet of forty questions as a list."""
        self.page.goto(f"/assessment/sheets/{self.sheet}/")
        ready(self.page)
        self.page.locator("button[data-mode=list]").click()
        return self.page

    def mark(self, place: int) -> Any:
        return self.page.locator(f"#mark-{place}")

    def stored(self) -> list[str]:
        """The marks that the server has."""
        source = self.context.request.get(f"/assessment/sheets/{self.sheet}/")
        text = source.text().split('id="sheet-data"', 1)[1].split(">", 1)[1]
        leaves = json.loads(text.split("</script>", 1)[0])["leaves"]
        return [leaf["mark"] for leaf in leaves]


@pytest.fixture
def phone(browser: Browser, site: str, world: dict[str, Any]) -> Iterator[Phone]:
    """A phone of an evaluator of its own; it is off at the end."""
    with open_context(browser, site, width=390, is_online=False) as context:
        sign_in(context.pages[0], world["members"][next(_members)])
        yield Phone(context, context.pages[0], world["sheet"])


def ready(page: Page) -> None:
    """Wait until the script has come; only then buttons do something."""
    expect(page.locator("[data-walk=done]")).not_to_be_empty()


def saved(page: Page) -> None:
    """Wait until the sheet says so; then the browser keeps nothing any more."""
    expect(page.locator("[data-sign]")).to_contain_text("Saved automatically")
    assert page.evaluate(KEPT) == 0


def test_from_the_list_to_a_submitted_sheet(page: Page, world: dict[str, Any]):
    """List, letters, marks by pad, slider and band, a remark that is due, then the end."""
    sign_in(page, world["newcomers"].pop())
    page.goto("/assessment/sheets/")
    page.locator(".sheet-letters a").click()
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/assessment/sheets/")
    page.locator(".sheet-rows a").first.click()
    ready(page)
    page.locator("button[data-mode=one]").click()

    first = page.locator(".sheet-item").nth(0)
    first.locator("[data-part=mark]").fill("40")
    expect(first.locator("[data-part=remark-why]")).to_contain_text("60")
    page.locator("[data-walk=on]").click()
    page.locator(".sheet-item").nth(1).locator("[data-part=slider]").fill("80")
    page.locator("[data-walk=on]").click()
    third = page.locator(".sheet-item").nth(2)
    third.locator("[data-band]").nth(1).click()
    third.locator("[data-part=choices] button", has_text="81").click()
    expect(page.locator("[data-walk=done]")).to_contain_text("2")
    saved(page)

    page.locator("[data-walk=end]").click()
    expect(page.locator("[data-submit-now]")).to_be_hidden()
    page.locator("[data-lacks] button").click()
    first.locator("[data-part=remark]").fill("两项任务逾期，没有完成")
    expect(page.locator("[data-walk=done]")).to_contain_text("3")
    saved(page)
    page.locator("[data-mode=list]").first.click()
    page.locator(".sheet-bar-list [data-submit]").click()
    page.locator("[data-submit-now]").click()
    page.wait_for_url("**/assessment/sheets/")
    expect(page.locator(".sheet-rows .hj-good")).to_have_count(1)


def test_any_deduction_asks_for_its_reason_at_the_field(page: Page, world: dict[str, Any]):
    """Nothing to deduct with one tap; half a point asks at once."""
    sign_in(page, world["deducting"].pop())
    page.goto(f"/assessment/sheets/{world['deductions']}/")
    ready(page)
    page.locator("button[data-mode=list]").click()
    item = page.locator(".sheet-item").nth(1)
    item.locator("[data-band]").click()
    expect(item.locator("[data-part=mark]")).to_have_value("0")
    expect(item.locator("[data-part=remark-block]")).to_be_hidden()
    expect(page.locator("[data-walk=sum]")).to_have_text("10.00")
    item.locator("[data-part=mark]").fill("0.5")
    expect(item.locator("[data-part=remark-why]")).to_contain_text("deduction")
    expect(page.locator("[data-walk=sum]")).to_have_text("9.50")
    item.locator("[data-part=remark]").fill("一份材料逾期报送")
    expect(page.locator("[data-walk=done]")).to_contain_text("1")


def test_offline_at_many_moments_loses_no_field(phone: Phone):
    """Forty fields while the network comes and goes at moments drawn by lot (T31)."""
    draw = random.Random(40)
    page = phone.open()
    wanted = [str(draw.randint(60, 95)) for _ in range(LEAVES)]
    for place, mark in enumerate(wanted, 1):
        if draw.random() < 0.4:
            phone.context.set_offline(draw.random() < 0.6)
        phone.mark(place).fill(mark)
        if draw.random() < 0.2:
            # Long enough for a save to be on its way when the network goes.
            page.wait_for_timeout(draw.randint(100, 900))
    phone.context.set_offline(True)
    expect(page.locator("[data-sign]")).to_contain_text("kept on this device")
    phone.context.set_offline(False)
    saved(page)
    assert phone.stored() == wanted


def test_lost_answers_are_no_conflict(phone: Phone):
    """The server saved, its answer got lost, the person typed on: one's own words come back."""
    page = phone.open()
    page.route("**/draft/", lambda route: (route.fetch(), route.abort()))
    with page.expect_event("requestfailed"):
        phone.mark(1).fill("70")
    phone.mark(1).fill("75")
    page.unroute_all()
    saved(page)
    assert phone.stored()[0] == "75"
    expect(page.locator("#sheet-conflict")).to_be_hidden()


def test_what_is_typed_before_the_script_comes_counts(phone: Phone):
    held: list[Any] = []
    phone.page.route("**/sheet.js", lambda route: held.append(route))
    with phone.page.expect_request("**/sheet.js"):
        phone.page.goto(f"/assessment/sheets/{phone.sheet}/", wait_until="commit")
    phone.mark(1).fill("73")
    held.pop().continue_()
    saved(phone.page)
    assert phone.stored()[0] == "73"


def test_a_closed_tab_gives_back_what_it_could_not_send(phone: Phone):
    page = phone.open()
    phone.context.set_offline(True)
    phone.mark(1).fill("71")
    phone.mark(2).fill("72.5")
    page.locator("#advice").fill("抓紧补齐短板")
    page.close()

    phone.context.set_offline(False)
    phone.page = phone.context.new_page()
    page = phone.open()
    expect(phone.mark(2)).to_have_value("72.5")
    expect(page.locator("#advice")).to_have_value("抓紧补齐短板")
    saved(page)
    assert phone.stored()[:2] == ["71", "72.5"]


def test_two_windows_of_one_sheet_ask_field_by_field(phone: Phone):
    """Different fields merge; of the same field the person chooses (T29)."""
    first = phone.open()
    second = phone.context.new_page()
    second.goto(f"/assessment/sheets/{phone.sheet}/")
    ready(second)
    second.locator("button[data-mode=list]").click()
    second.locator("#mark-1").fill("81")
    second.locator("#mark-2").fill("82")
    saved(second)
    second.close()

    phone.mark(2).fill("92")
    phone.mark(3).fill("93")
    dialog = first.locator("#sheet-conflict")
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-value=theirs]")).to_have_text("82")
    dialog.locator("input[value=mine]").check()
    dialog.locator("form button").click()
    saved(first)
    assert phone.stored()[:3] == ["81", "92", "93"]


def test_pressing_twice_submits_once(phone: Phone):
    """The first answer gets lost; the second press has the same key (T32)."""
    page = phone.open()
    for place in range(1, LEAVES + 1):
        phone.mark(place).fill(str(60 + place % 30))
    saved(page)
    keys: list[str] = []
    answers: list[int] = []

    def lose_the_first(route: Any) -> None:
        keys.append(route.request.post_data_json["key"])
        answer = route.fetch()
        answers.append(answer.status)
        if len(keys) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route("**/submit/", lose_the_first)
    page.locator(".sheet-bar-list [data-submit]").click()
    page.locator("[data-submit-now]").click()
    expect(page.locator("[data-submit-note]")).to_be_visible()
    page.locator("[data-submit-now]").click()
    page.wait_for_url("**/assessment/sheets/")
    assert answers == [201, 200]
    assert keys[0] == keys[1]
    expect(page.locator(".sheet-rows .hj-good")).to_have_count(1)


def test_signing_out_clears_what_was_kept(phone: Phone):
    page = phone.open()
    page.route("**/draft/", lambda route: route.abort())
    phone.mark(1).fill("71")
    page.locator("[data-menu-button]").click()
    page.locator(".hj-account summary").click()
    page.locator("form[data-sign-out] button").click()
    page.locator("dialog[open] [value=confirm]").click()
    expect(page.locator("input[name=password]")).to_be_visible()
    assert page.evaluate(KEPT) == 0


def test_one_indicator_across_all(phone: Phone, world: dict[str, Any]):
    page = phone.page
    page.goto(f"/assessment/sheets/by-leaf/{world['cycle']}/{world['leaf']}/")
    ready(page)
    marks = page.locator("[data-part=mark]")
    marks.nth(0).fill("77")
    marks.nth(0).press("Enter")
    expect(marks.nth(1)).to_be_focused()
    page.keyboard.type("88")
    saved(page)
    page.reload()
    expect(marks.nth(1)).to_have_value("88")
