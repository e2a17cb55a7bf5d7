"""The work log of a group tells of its sheets (GRP-07): every change shows who, when and why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import WorkLogEntry
from assessment.selectors.flat_fields import flat_fields
from assessment.selectors.sheet_records import log_lines
from assessment.services.marking import close_marking
from assessment.services.returning import accept_flat, reopen_sheet
from tests.assessment.marking import hand_in, make_marking

pytestmark = pytest.mark.django_db

REASON = "漏看了一项佐证材料"
Kind = WorkLogEntry.Kind


@pytest.fixture
def marking():
    return make_marking()


def lines_of(marking, user):
    entries = marking.group.work_log.select_related("sheet__evaluator", "sheet__assessee__cycle")
    return log_lines(entries, user=user)


def reopened(marking, office_clerk):
    """A sheet of 85 that was reopened and came again with 80."""
    member, assessee = marking.member(), marking.assessees[0]
    reopen_sheet(hand_in(assessee, member, "85").sheet, reason=REASON, by=office_clerk)
    hand_in(assessee, member, "80")
    return member


def test_grp07_who_when_and_why(marking, office_clerk):
    member = reopened(marking, office_clerk)
    told = [(one.kind, one.written_by, one.words) for one in marking.group.work_log.all()]
    assert told == [
        (Kind.SHEET_RESUBMITTED, member, ""),
        (Kind.SHEET_REOPENED, office_clerk, REASON),
        (Kind.SHEET_SUBMITTED, member, ""),
    ]
    assert {one.assessee for one in marking.group.work_log.all()} == {marking.assessees[0]}
    assert all(one.written_at and one.sheet for one in marking.group.work_log.all())


def test_grp07_what_differs_is_blind_until_the_marking_is_closed(marking, office_clerk):
    member = reopened(marking, office_clerk)
    colleague = marking.member()
    for account in (colleague, office_clerk):
        assert [line.is_blind for line in lines_of(marking, account)] == [True, False, False]
    own = lines_of(marking, member)[0]
    assert [(one.before, one.after) for one in own.changes] == [("85", "80")]
    close_marking(marking.cycle, by=office_clerk)
    clerks, colleagues = lines_of(marking, office_clerk)[0], lines_of(marking, colleague)[0]
    assert (clerks.changes, clerks.shows_marks) == (own.changes, True)
    assert (colleagues.changes, colleagues.shows_marks) == (own.changes, False)


def test_grp07_the_page_shows_no_mark_before_closing_and_to_no_colleague(
    client, marking, office_clerk
):
    reopened(marking, office_clerk)
    colleague = marking.member()
    address = reverse("assessment:worklog_list", args=[marking.group.pk])
    client.force_login(colleague)
    before = client.get(address).text
    assert REASON in before
    assert "85" not in before.partition("<tbody>")[2].partition("</tbody>")[0].replace(":85", "")
    close_marking(marking.cycle, by=office_clerk)
    assert "85 → 80" not in client.get(address).text
    client.force_login(office_clerk)
    assert "85 → 80" in client.get(address).text


def test_grp07_what_the_rule_returned_has_its_reason_and_nobody_who_did(office_clerk):
    marking = make_marking(units=5, flat_different_min="0.5")
    member = marking.member()
    for assessee in marking.assessees:
        hand_in(assessee, member, "95")
    returned = marking.group.work_log.filter(kind=Kind.SHEET_RETURNED)
    assert returned.count() == 5
    assert {one.written_by for one in returned} == {None}
    assert all(one.words.startswith("No differentiation") for one in returned)


def test_grp07_accepted_flat_marking_is_on_the_log(office_clerk):
    marking = make_marking(units=6, flat_different_min="0.5")
    member = marking.member()
    for assessee in marking.assessees[:-1]:
        hand_in(assessee, member, "95")
    field = flat_fields(marking.cycle)[0]
    accept_flat(field.first, reason="佐证齐全，确无扣分", by=office_clerk)
    accepted = marking.group.work_log.filter(kind=Kind.FLAT_ACCEPTED)
    assert {(one.written_by, one.words) for one in accepted} == {
        (office_clerk, "佐证齐全，确无扣分")
    }


def test_the_page_asks_the_same_queries_however_long(client, office_clerk):
    marking = make_marking(units=6)
    member = marking.member()
    client.force_login(member)
    counts = []
    for part in (marking.assessees[:2], marking.assessees[2:]):
        for assessee in part:
            reopen_sheet(hand_in(assessee, member).sheet, reason=REASON, by=office_clerk)
            hand_in(assessee, member, "80")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("assessment:worklog_list", args=[marking.group.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]
