"""The main way through, as office staff and a unit's principal walk it."""

import re
import zlib
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assessment.imports.writing import write_workbook
from demo.drill import NOTE
from tests.browser.conftest import sign_in

UNIT, UNIT_LABEL = "JG040", "示例040"
LONG = 60_000


@pytest.fixture
def correction(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A workbook that corrects one figure, to another value in every test so that it changes."""
    tenths = 700 + zlib.crc32(request.node.name.encode()) % 250
    figure = {
        "indicator": "DRILL_TASKS",
        "unit": UNIT,
        "period": "2023",
        "series": "actual",
        "value": Decimal(tenths) / 10,
        "unit_of_measure": "%",
        "source_department": "演练",
        "note": NOTE,
    }
    path = tmp_path / "correction.xlsx"
    write_workbook(path, {"values": [figure]}, language="zh-hans")
    return path


def confirm(page: Page, form: str) -> None:
    """Press a form's button, say yes to the question that follows, wait until it is done."""
    page.locator(f"{form} button").click()
    page.locator("dialog[open] [value=confirm]").click()
    expect(page.locator(form)).to_have_count(0, timeout=LONG)


def upload(page: Page, path: Path) -> None:
    page.goto("/assessment/imports/new/")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form.hj-form button.btn-primary").click()
    expect(page.locator(".hj-heaps")).to_be_visible(timeout=LONG)


def start_run(page: Page) -> None:
    page.goto("/assessment/cycles/")
    page.get_by_role("link", name="2023年度省级机关综合考核（演练）").click()
    page.locator("a[href$='/run/']").first.click()
    page.locator("main form[method=post] button.btn-primary").click()
    expect(page).to_have_url(re.compile(r"/assessment/runs/\d+/$"))


def test_import_run_explanation_report(page: Page, correction: Path):
    sign_in(page, "office")
    upload(page, correction)
    expect(page.locator("#changed")).to_contain_text(UNIT)
    confirm(page, "form[action$='/confirm/']")

    start_run(page)
    page.locator("a[href*='/assessment/groups/']").first.click(timeout=LONG)
    page.locator("input[name=q]").fill(UNIT_LABEL)
    page.locator("table a", has_text=UNIT_LABEL).first.click()

    explanation = page.locator("#explanation")
    expect(explanation).to_contain_text("年度重点工作完成率")
    total = page.locator("dl.hj-stats dd").first.inner_text().strip()
    expect(explanation.locator("tfoot, tbody").last).to_contain_text(total)

    result = re.search(r"/results/(\d+)/", page.url)
    page.goto(f"/reports/{result[1]}/")
    expect(page.locator("main")).to_contain_text(total)
    with page.expect_download() as download:
        page.locator(f"a[href='/reports/{result[1]}/pdf/']").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_same_workbook_again_changes_nothing(page: Page, correction: Path):
    sign_in(page, "office")
    upload(page, correction)
    confirm(page, "form[action$='/confirm/']")
    upload(page, correction)
    expect(page.locator("form[action$='/confirm/']")).to_have_count(0)


def test_a_renamed_file_is_refused_in_words(page: Page, tmp_path: Path):
    wrong = tmp_path / "figures.xlsx"
    wrong.write_text("no workbook at all", encoding="utf-8")
    sign_in(page, "office")
    page.goto("/assessment/imports/new/")
    page.locator("input[type=file]").set_input_files(wrong)
    page.locator("form.hj-form button.btn-primary").click()
    expect(page.locator("form.hj-form li").first).to_contain_text(".xlsx")


def test_principal_reads_the_own_report_and_no_other(page: Page):
    sign_in(page, "principal")
    page.goto("/reports/")
    links = page.locator("main a[href*='/reports/']")
    expect(links.first).to_be_visible()
    links.first.click()
    expect(page.locator("main")).to_contain_text("示例028")
    own = int(re.search(r"/reports/(\d+)/", page.url)[1])
    answer = page.context.request.get(f"/reports/{own + 1}/")
    assert answer.status == 404
