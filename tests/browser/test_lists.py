"""Lists of the pool: ticks that stay, targets for the thumb, a file of what is seen."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

THUMB = 44


def test_ticks_stay_while_people_are_searched_and_turned_over(page: Page):
    """Ticked by hand, by the keyboard and all at once; nothing is sent before the button."""
    sign_in(page, "office")
    page.goto("/evaluators/training/new/")
    page.locator("select[name=kind]").select_option("rotation")
    page.locator("input[name=title]").fill("轮训三班")
    page.locator("input[name=held_on]").fill("2023-06-01")
    page.locator("main form button.btn-primary").click()
    page.locator("a[href$='/attendees/']").click()
    names = page.locator("#people tbody .hj-tick")
    first = names.nth(0).inner_text().strip()
    names.nth(0).click()
    page.locator("#people-next").click()
    ticked = page.locator(".hj-picked label")
    expect(ticked).to_contain_text([first])
    expect(page.locator(".hj-pages-count")).to_contain_text("61")

    names.nth(0).locator("input").press("Space")
    page.locator("input[name=q]").fill("nobody of this name")
    expect(page.locator("#people tbody")).to_have_count(0)
    expect(ticked).to_have_count(2)

    page.locator("input[name=q]").fill("")
    expect(names.nth(0)).to_contain_text(first)
    expect(names.nth(0).locator("input")).to_be_checked()
    expect(ticked).to_have_count(1)
    page.locator("button[value=none]").click()
    expect(ticked).to_have_count(0)
    expect(names.nth(0).locator("input")).not_to_be_checked()


def test_answers_and_ticks_are_lines_for_the_thumb(page: Page):
    if page.viewport_size and page.viewport_size["width"] > 900:
        return
    sign_in(page, "office")
    page.goto("/evaluators/pool/")
    page.locator("#evaluator-list-table tbody a").first.click()
    record = re.search(r"/pool/(\d+)/", page.url)
    assert record
    for address, lines in (
        (f"/evaluators/pool/{record[1]}/reviews/new/", ".hj-field fieldset label"),
        ("/evaluators/certificates/", ".hj-tick"),
    ):
        page.goto(address)
        boxes = [line.bounding_box() for line in page.locator(lines).all()]
        assert boxes, address
        assert all(box and box["height"] >= THUMB for box in boxes), address


def test_the_workbook_follows_the_filters_without_a_new_page(page: Page):
    sign_in(page, "office")
    page.goto("/evaluators/pool/")
    page.locator("select[name=tier]").select_option("core")
    page.locator("input[name=q]").fill("省级机关")
    link = page.locator("#evaluator-export")
    expect(link).to_have_attribute("href", re.compile(r"tier=core"))
    expect(link).to_have_attribute("href", re.compile(r"q=%E7%9C%81"))
