"""The discipline supervisor reads and reports (GRP-05): to the office, in confidence."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import Irregularity, WorkLogEntry
from assessment.selectors.fieldwork import standing_in
from assessment.services.irregularities import answer_irregularity, report_irregularity
from organization.models import AuditEvent, Role
from tests.assessment.factories import AssesseeFactory, GroupClosingFactory, IrregularityFactory
from tests.assessment.fieldwork import make_field, seat
from tests.evaluators.factories import EvaluatorFactory
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

WORDS = "打分前与被考核单位私下接触"
ANSWER = "已核实并谈话提醒"


@pytest.fixture
def field():
    return make_field()


def report(field, **facts):
    facts = {"words": WORDS, "by": field.supervisor, **facts}
    return report_irregularity(field.group, **facts)


def test_grp05_who_what_about_which_sheet_when_and_what_came_of_it(field, office_clerk):
    about = field.member.evaluator
    made = report(field, evaluator=about, assessee=field.assessee)
    assert (made.reported_by, made.evaluator, made.assessee) == (
        field.supervisor,
        about,
        field.assessee,
    )
    assert made.reported_at is not None
    assert list(Irregularity.objects.visible_to(office_clerk)) == [made]
    answer_irregularity(made, answer=ANSWER, by=office_clerk)
    assert (made.answer, made.answered_by) == (ANSWER, office_clerk)
    events = AuditEvent.objects.about(made).order_by("pk")
    assert [(one.action, one.actor) for one in events] == [
        ("irregularity_reported", field.supervisor),
        ("irregularity_answered", office_clerk),
    ]
    # The trail is read by others too.
    assert WORDS not in str([one.after for one in events])
    with pytest.raises(ValidationError) as refusal:
        answer_irregularity(made, answer=ANSWER, by=office_clerk)
    assert refusal.value.code == "answered"


def test_grp05_the_group_and_whom_it_is_about_never_see_it(field):
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    evaluator = EvaluatorFactory(account=clerk)
    seat(field.group, evaluator)
    made = report(field, evaluator=evaluator)
    for account in (field.member, clerk):
        assert not Irregularity.objects.visible_to(account).exists()
    with pytest.raises(PermissionDenied):
        answer_irregularity(made, answer=ANSWER, by=clerk)
    assert not WorkLogEntry.objects.exists()


def test_grp05_only_a_seat_that_reads_and_reports_may(field):
    for account in (field.member, UserFactory(role=Role.OFFICE_STAFF), UserFactory()):
        with pytest.raises(PermissionDenied):
            report(field, by=account)


def test_grp05_it_can_still_be_reported_when_the_task_is_closed(field):
    GroupClosingFactory(group=field.group)
    assert not standing_in(field.group, field.supervisor).may_report
    assert report(field).pk


@pytest.mark.parametrize("words", ["", "  ", "有问题"])
def test_a_report_says_something(field, words):
    with pytest.raises(ValidationError):
        report(field, words=words)


def test_strangers_to_the_group_cannot_be_named(field):
    for stranger in ({"evaluator": EvaluatorFactory()}, {"assessee": AssesseeFactory()}):
        with pytest.raises(ValidationError) as refusal:
            report(field, **stranger)
        assert list(refusal.value.error_dict) == list(stranger)


def test_nobody_answers_what_he_reported(field, office_clerk):
    made = IrregularityFactory(group=field.group, reported_by=office_clerk)
    with pytest.raises(PermissionDenied):
        answer_irregularity(made, answer=ANSWER, by=office_clerk)
    with pytest.raises(PermissionDenied):
        answer_irregularity(made, answer=ANSWER, by=field.supervisor)


def test_the_pages_lead_from_the_report_to_its_answer(client, field, office_clerk):
    client.force_login(field.supervisor)
    group = reverse("assessment:fieldwork_detail", args=[field.group.pk])
    create = reverse("assessment:irregularity_create", args=[field.group.pk])
    assert create in client.get(group).text
    facts = {"words": WORDS, "assessee": field.assessee.pk}
    assert client.post(create, facts).status_code == 302
    made = Irregularity.objects.get()
    assert WORDS in client.get(reverse("assessment:irregularity_list")).text
    client.force_login(office_clerk)
    answer = reverse("assessment:irregularity_answer", args=[made.pk])
    assert answer in client.get(made.get_absolute_url()).text
    assert client.post(answer, {"answer": ANSWER}).status_code == 302
    client.force_login(field.supervisor)
    assert ANSWER in client.get(made.get_absolute_url()).text
    client.force_login(field.member)
    assert client.get(made.get_absolute_url()).status_code == 404
    assert client.get(create).status_code == 403


def test_the_api_reports_and_answers(client, field, office_clerk):
    client.force_login(field.supervisor)
    address = reverse("api:field-group-irregularities", args=[field.group.pk])
    stranger = {"words": WORDS, "evaluator": EvaluatorFactory().pk}
    assert client.post(address, stranger, content_type="application/json").status_code == 400
    told = {"words": WORDS, "evaluator": field.member.evaluator.pk}
    made = client.post(address, told, content_type="application/json").json()
    assert made["evaluator_name"] == field.member.evaluator.name
    client.force_login(field.member)
    assert client.post(address, told, content_type="application/json").status_code == 403
    client.force_login(office_clerk)
    answer = reverse("api:irregularity-answer", args=[made["id"]])
    done = client.post(answer, {"answer": ANSWER}, content_type="application/json").json()
    assert (done["answer"], done["answered_by"]) == (ANSWER, str(office_clerk))


def test_the_office_finds_it_on_its_first_page(client, field, office_clerk):
    made = report(field)
    client.force_login(office_clerk)
    home = reverse("feedback:home")
    assert "1 report of a supervisor waits" in client.get(home).text
    answer_irregularity(made, answer=ANSWER, by=office_clerk)
    assert "of a supervisor waits" not in client.get(home).text


def test_the_list_asks_the_same_queries_however_long(client, field, office_clerk):
    client.force_login(office_clerk)
    counts = []
    for _ in range(2):
        for _ in range(3):
            IrregularityFactory(
                group=field.group, evaluator=field.member.evaluator, assessee=field.assessee
            )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("assessment:irregularity_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
