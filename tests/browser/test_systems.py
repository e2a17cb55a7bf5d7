"""A system built from nothing by keyboard: lines, sums, a rule and its curve, undo, publication."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_context, sign_in


def add_line(page: Page, keys: str, name: str, weight: str) -> None:
    """Add a line from the one in focus, and wait until the new one has the focus."""
    lines = page.locator("#tree-body tr[data-node]").count()
    if keys:
        page.keyboard.press(keys)
    expect(page.locator("#new-node [name=name]")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(weight)
    page.keyboard.press("Enter")
    expect(page.locator("#tree-body tr[data-node]")).to_have_count(lines + 1)
    expect(page.locator("#tree-body tr[data-node]:focus")).to_have_count(1)


def choose_rule(page: Page, rule: str) -> None:
    """From the focused line to the form of its rule."""
    page.keyboard.press("e")
    page.wait_for_url(re.compile(r"/nodes/\d+/edit/"))
    page.locator("#id_rule").select_option(rule)
    expect(
        page.locator("#rule-preview .hj-preview-rule, #rule-preview .hj-preview-why")
    ).to_have_count(1)


def save(page: Page) -> None:
    page.locator("main form > .hj-form-actions .btn-primary").click()
    page.wait_for_url(re.compile(r"/systems/\d+/#node"))


def test_a_system_is_built_by_keyboard(browser: Browser, site: str) -> None:
    with open_context(browser, site, width=1440) as context:
        page = context.pages[0]
        sign_in(page, "office")
        page.goto("/indicators/systems/new/")
        page.locator("#id_category").select_option(index=1)
        page.locator("#id_year").fill("2031")
        page.locator("#id_name").fill("键盘体系")
        page.locator("main form button.btn-primary").click()
        page.wait_for_url(re.compile(r"/systems/\d+/$"))

        page.locator(".hj-tree-empty button").press("Enter")
        add_line(page, "", "经济", "60")
        add_line(page, "Control+Enter", "民生", "40")
        expect(page.locator("#sum-total")).to_have_class(re.compile("hj-fits"))
        add_line(page, "Control+Shift+Enter", "GDP_PC", "40")
        sums = page.locator("#tree-body [id^=sum-]")
        expect(sums.nth(1)).to_have_class(re.compile("hj-fits"))
        expect(sums.nth(0)).to_have_class(re.compile("hj-watch"))

        choose_rule(page, "efficacy")
        page.locator("[name=params-bad]").fill("5")
        page.locator("[name=params-good]").fill("9")
        page.locator("#id_try-value").fill("7.2")
        expect(page.locator(".hj-preview-got")).to_contain_text("得 32.8 分，满分 40 分")
        expect(page.locator(".hj-curve-dot")).to_be_visible()
        save(page)

        expect(page.locator("#tree-body tr[data-node]:focus")).to_have_count(1)
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        add_line(page, "Control+Shift+Enter", "GDP_GROWTH", "60")
        choose_rule(page, "rank")
        expect(page.locator(".hj-curve-line")).to_be_visible()
        save(page)

        expect(page.locator("#tree-body tr[data-node]:focus")).to_have_count(1)
        page.keyboard.type("55")
        page.keyboard.press("Enter")
        expect(sums.nth(0)).to_contain_text("55 / 60")
        expect(page.locator("#tree-steps")).to_contain_text("60 → 55")
        page.keyboard.press("Control+z")
        expect(sums.nth(0)).to_have_class(re.compile("hj-fits"))

        page.locator("a[href$='/publish/']").click()
        page.locator(".btn-seal").click()
        page.locator("#confirm [value=confirm]").click()
        expect(page.locator(".hj-facts .hj-good").last).to_have_text("已公布")
