"""A comment on a phone: the address of a poster, three answers, and the moderator reads it."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect

from tests.browser.conftest import open_context, sign_in

TEXT = "轮椅通道被电动车挡住了"


def test_sat_04_a_comment_comes_from_a_phone_and_waits(browser: Browser, site: str):
    with open_context(browser, site, width=1440) as desk:
        office = desk.pages[0]
        sign_in(office, "office")
        office.goto("/collection/points/")
        office.locator("tbody a").first.click()
        address = urlsplit(office.locator(".hj-code").first.inner_text()).path
        with open_context(browser, site, width=390) as phone:
            page = phone.pages[0]
            page.goto(address)
            page.get_by_label("very dissatisfied", exact=True).check()
            page.locator("textarea").fill(TEXT)
            page.locator("button").click()
            expect(page.locator(".hj-number")).to_be_visible()
            wide = "document.documentElement.scrollWidth > window.innerWidth"
            assert not page.evaluate(wide)
            assert phone.cookies() == []
        office.goto("/collection/opinions/?state=waiting")
        expect(office.locator("tbody tr").first).to_contain_text(TEXT)
