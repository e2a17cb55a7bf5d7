import dataclasses
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import Assessee
from assessment.services.decisions import accept_proposals, publish_group
from organization.exports import FORMULA_STARTS
from organization.models import Role
from scoring import RULES
from tests.assessment.factories import SchemeQuotaFactory
from tests.assessment.worlds import make_unit_cycle, run_to_end
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client, office_clerk) -> Client:
    client.force_login(office_clerk)
    return client


@pytest.fixture
def group(db):
    """Five units with 98.5, 94.1, 89.7, 85.3 and 80.9 points; 优秀 for at most one."""
    return run_to_end(make_unit_cycle(5)).groups.get()


def rows_of(page) -> list[str]:
    return [row.record.row.result.assessee.name for row in page.context["table"].paginated_rows]


def test_result_list_ranks_with_two_decimals(clerk, group):
    page = clerk.get(reverse("assessment:result_list", args=[group.pk]))
    best = group.results.ranked().first()
    assert rows_of(page)[0] == best.assessee.name
    assert "98.50" in page.content.decode()
    assert best.get_absolute_url() in page.content.decode()


def test_result_list_draws_the_quota_line_below_those_it_allows(clerk, group):
    page = clerk.get(reverse("assessment:result_list", args=[group.pk]))
    listed = [row.record for row in page.context["table"].paginated_rows]
    assert [len(row.lines_above) for row in listed] == [0, 1, 0, 0, 0]
    assert "5 × 30% = 1.5 → 1" in page.content.decode()


@pytest.mark.parametrize("query", [{"sort": "-total"}, {"sort": "change"}, {"grade": "good"}])
def test_result_list_draws_no_line_where_rows_do_not_stand_by_place(clerk, group, query):
    page = clerk.get(reverse("assessment:result_list", args=[group.pk]), query)
    assert not any(row.record.lines_above for row in page.context["table"].paginated_rows)


def test_result_list_sorts_and_filters(clerk, group):
    address = reverse("assessment:result_list", args=[group.pk])
    names = rows_of(clerk.get(address))
    assert rows_of(clerk.get(address, {"sort": "total"})) == names[::-1]
    assert rows_of(clerk.get(address, {"q": names[2]})) == [names[2]]
    assert rows_of(clerk.get(address, {"grade": "excellent"})) == names[:1]
    assert rows_of(clerk.get(address, {"grade": ":undecided"})) == names
    assert rows_of(clerk.get(address, {"q": "nobody has this name"})) == []


@pytest.mark.parametrize("query", [{"grade": "none"}, {"page": "99"}, {"sort": "x"}, {"page": "-"}])
def test_result_list_takes_nonsense_for_nothing(clerk, group, query):
    page = clerk.get(reverse("assessment:result_list", args=[group.pk]), query)
    assert page.status_code == 200


def test_result_list_sets_those_without_a_total_apart(clerk):
    cycle = make_unit_cycle(3)
    unlucky = cycle.assessees.order_by("key").first()
    unlucky.unit.reported_values.first().delete()
    group = run_to_end(cycle).groups.get()
    page = clerk.get(reverse("assessment:result_list", args=[group.pk]))
    (row,) = page.context["without_total"]
    assert row.result.assessee == unlucky
    assert unlucky.name not in rows_of(page)
    assert row.missing[0] in page.content.decode()


def test_result_list_before_the_group_is_computed_says_so(clerk, group):
    group.results.all()._raw_delete(using="default")
    page = clerk.get(reverse("assessment:result_list", args=[group.pk]))
    assert "No result yet" in page.content.decode()


def test_result_list_as_fragment_has_no_frame(clerk, group):
    address = reverse("assessment:result_list", args=[group.pk])
    page = clerk.get(address, headers={"HX-Request": "true"})
    assert page.content.decode().strip().startswith('<div id="result-list-table"')


def test_result_list_needs_the_same_queries_for_more_results(clerk):
    counts = []
    for units in (3, 9):
        group = run_to_end(make_unit_cycle(units)).groups.get()
        with CaptureQueriesContext(connection) as queries:
            clerk.get(reverse("assessment:result_list", args=[group.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_result_export_parses_back_with_the_right_types(clerk, group):
    sheets = read_export(clerk, group)
    head, best, *_rest = sheets["Results"].values
    cells = dict(zip(head, best, strict=True))
    assert (cells["Place"], cells["Total"], cells["Full marks"]) == (1, 98.5, 100)
    assert sheets["Results"]["D2"].number_format == "0.00"
    assert cells["Proposed grade"] == "优秀"
    assert sheets["Results"].freeze_panes == "A2"
    head, quota = sheets["Quotas"].values
    signed = dict(zip(head, quota, strict=True))
    assert (signed["n"], signed["Largest share"], signed["n × share"]) == (5, 0.3, 1.5)
    assert (signed["Rounding"], signed["Allowed"], signed["Proposed"]) == ("down", 1, 1)
    about = dict(list(sheets["About this file"].values)[1:])
    assert about["Digest of the snapshot"] == group.run.digest
    assert isinstance(about["Exported on"], dt.datetime)


@pytest.mark.parametrize("start", FORMULA_STARTS, ids=ascii)
def test_result_export_makes_every_leading_character_harmless(clerk, group, start):
    Assessee.objects.filter(cycle=group.run.cycle).update(name=f"{start}cmd|' /C calc'!A0")
    for sheet in read_export(clerk, group).values():
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not (isinstance(cell.value, str) and cell.value.startswith(FORMULA_STARTS))


def read_export(clerk: Client, group) -> dict:
    answer = clerk.get(reverse("assessment:result_export", args=[group.pk]))
    workbook = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return {sheet.title: sheet for sheet in workbook}


def test_result_detail_explains_down_to_the_leaf(clerk, group):
    result = group.results.ranked()[1]
    page = clerk.get(result.get_absolute_url())
    text = page.content.decode()
    for row in page.context["rows"]:
        assert row.name in text
        assert row.sentence in text
    leaves = [row for row in page.context["rows"] if row.is_leaf]
    assert sum(row.points for row in leaves) == page.context["explanation"].exact
    assert "Rounding, once, half up, to 2 decimals" in text


def test_result_detail_shows_two_decimals_and_all_at_one_click(clerk, group):
    unit = group.results.ranked().first().assessee.unit
    value = unit.reported_values.get(indicator__nodes__code="A11")
    value.value = Decimal("97.12345")
    value.save()
    again = run_to_end(group.run.cycle).groups.get().results.get(assessee__unit=unit)
    page = clerk.get(again.get_absolute_url())
    text = page.content.decode()
    # Of 40 points; the exact figure stands behind the rounded one and in the sum.
    assert 'title="38.84938">38.85 <small' in text
    assert str(again.exact_total.normalize()) in text
    exact = clerk.get(page.context["addresses"]["exact"])
    assert ">38.84938 <small" in exact.content.decode()
    assert clerk.get(exact.context["addresses"]["brief"]).context["places"] == 2
    by_loss = clerk.get(exact.context["addresses"]["loss"])
    assert (by_loss.context["by_loss"], by_loss.context["places"]) == (True, 5)


def test_result_detail_scores_nothing(clerk, group, monkeypatch):
    page = clerk.get(group.results.ranked().first().get_absolute_url())
    for rule in RULES.values():
        monkeypatch.setitem(RULES, rule.kind, dataclasses.replace(rule, mark=None))
    again = clerk.get(group.results.ranked().first().get_absolute_url())
    assert again.context["rows"] == page.context["rows"]


def test_result_detail_by_loss_puts_the_biggest_first(clerk, group):
    result = group.results.ranked().last()
    lost = [
        row.lost for row in clerk.get(result.get_absolute_url(), {"order": "loss"}).context["rows"]
    ]
    assert lost == sorted(lost, reverse=True)


def test_result_detail_shows_a_unit_its_published_result_and_names_no_other(client, office_clerk):
    cycle = make_unit_cycle(3)
    group = run_to_end(cycle).groups.get()
    mine, *others = group.results.ranked()
    principal = UserFactory(role=Role.UNIT_PRINCIPAL, unit=mine.assessee.unit)
    client.force_login(principal)
    assert client.get(mine.get_absolute_url()).status_code == 404
    accept_proposals(group, body="会议", decided_on=dt.date(2024, 1, 20), by=office_clerk)
    publish_group(group, by=UserFactory())
    page = client.get(mine.get_absolute_url())
    assert page.status_code == 200
    for other in others:
        assert other.assessee.name not in page.content.decode()
        assert client.get(other.get_absolute_url()).status_code == 404


def test_result_detail_needs_the_same_queries_for_a_larger_group(clerk):
    counts = []
    for units in (3, 9):
        group = run_to_end(make_unit_cycle(units)).groups.get()
        with CaptureQueriesContext(connection) as queries:
            clerk.get(group.results.ranked().first().get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_result_list_says_each_quota_with_its_level_and_clause(clerk, group):
    grade = group.run.cycle.scheme.grades.get(position=1)
    SchemeQuotaFactory(grade=grade, scope="cycle", share="0.2", clause="全市合计不超过 20%")
    page = clerk.get(reverse("assessment:result_list", args=[group.pk])).content.decode()
    text = " ".join(page.split())
    assert "the whole cycle" in text
    assert "全市合计不超过 20%" in text
    # Only a quota of the whole group has its edge between two places.
    assert page.count("hj-quota-line") == 1
