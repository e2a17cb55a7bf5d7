"""A department's table, from a pasted block to verified figures."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import open_context, sign_in

PASTE = """(input, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text", text);
  const how = { clipboardData, bubbles: true, cancelable: true };
  input.dispatchEvent(new ClipboardEvent("paste", how));
}"""


@pytest.fixture
def desks(browser: Browser, site: str):
    """The pages of a reporter and of the office, side by side."""
    with (
        open_context(browser, site, width=1440) as reporting,
        open_context(browser, site, width=1440) as verifying,
    ):
        reporter, office = reporting.pages[0], verifying.pages[0]
        sign_in(reporter, "reporter")
        sign_in(office, "office2")
        yield reporter, office


def figure(page: Page, row: int) -> Locator:
    return page.locator("tbody tr [data-part=text]").nth(row)


def paste_and_wait(page: Page, row: int, lines: list[str]) -> None:
    with page.expect_response("**/save/"):
        figure(page, row).evaluate(PASTE, "\n".join(lines))
    expect(page.locator("#saved-sign")).not_to_be_empty()


def type_and_wait(page: Page, text: str) -> None:
    with page.expect_response("**/save/"):
        figure(page, 0).fill(text)
    expect(page.locator("#saved-sign")).not_to_be_empty()


def press(page: Page, ending: str) -> None:
    """Press a final button and say yes to its question."""
    page.locator(f"form[action$='{ending}'] button").click()
    with page.expect_navigation():
        page.locator("dialog[open] [value=confirm]").click()


def test_report_return_correct_verify(desks: tuple[Page, Page]):
    reporter, office = desks
    reporter.goto("/collection/reports/?state=draft&q=028")
    reporter.locator("tbody tr", has_text="Q").first.locator("a").click()
    address = reporter.url
    # A block of figures and notes, as it is copied from a sheet.
    paste_and_wait(reporter, 20, [f"8{number % 10}.5\t快报数" for number in range(30)])
    type_and_wait(reporter, "约80")
    expect(figure(reporter, 0)).to_have_attribute("aria-invalid", "true")
    type_and_wait(reporter, "80")
    reporter.goto(f"{address}?page=2")
    paste_and_wait(reporter, 0, ["81"] * 22)
    press(reporter, "/submit/")
    expect(reporter.locator("dl.hj-facts .hj-word").first).to_have_text("待核实")

    office.goto(f"{address}return/")
    office.locator("tbody input").first.fill("与季报不一致")
    office.locator("form[method=post] .btn-primary").click()
    office.wait_for_url(address)

    reporter.goto(f"{address}?show=returned")
    expect(reporter.locator("tbody tr")).to_have_count(1)
    expect(reporter.locator("tbody tr")).to_contain_text("与季报不一致")
    type_and_wait(reporter, "79.5")
    press(reporter, "/submit/")

    office.goto(address)
    expect(office.locator("tbody tr").first).to_contain_text("79.5")
    press(office, "/verify/")
    expect(office.locator("dl.hj-facts .hj-word").first).to_have_text("已核实")
