"""The use of results: what is recorded, what is refused, what the sums say, who reads it."""

import datetime as dt
import io
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assessment.models import Assessee, AssessmentCycle, GradeDecision
from feedback.models import ResultUse
from feedback.selectors.uses import (
    decided_results,
    own_results,
    shares_by_grade,
    shares_by_kind,
    totals_of,
    unused_results,
)
from feedback.services.uses import record_uses, withdraw_use
from organization.models import AuditEvent, Role, User
from tests.assessment.factories import (
    AssesseeFactory,
    CycleFactory,
    GradeDecisionFactory,
    PublicationFactory,
    ScoreRunFactory,
)
from tests.feedback.factories import ResultUseFactory
from tests.organization.factories import AppointmentFactory, DomainFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 5, 1)
FACTS = {"used_on": DAY, "document": "区委〔2024〕3号", "body": "区委组织部"}
K = ResultUse.Kind


@pytest.fixture
def clerk() -> User:
    return UserFactory(role=Role.OFFICE_STAFF)


def decided(people: int, grade: str = "good", *, period: str = "2023") -> list[GradeDecision]:
    """Decided grades of a closed cycle, without the rows of a person for each."""
    cycle = CycleFactory(closed=True, period=period)
    first = AssesseeFactory(cycle=cycle, appointment=AppointmentFactory())
    more = [
        Assessee(
            cycle=cycle,
            system=first.system,
            category=first.category,
            unit=first.unit,
            appointment=first.appointment,
            key=f"{first.key}/{number}",
            name=f"干部{number}",
            group_key=first.group_key,
            group_name=first.group_name,
        )
        for number in range(people - 1)
    ]
    run, by = ScoreRunFactory(cycle=cycle, complete=True), UserFactory()
    return GradeDecision.objects.bulk_create(
        GradeDecision(
            assessee=assessee,
            run=run,
            proposed_grade=grade,
            grade=grade,
            body="区委",
            decided_on=dt.date(2024, 1, 20),
            decided_by=by,
        )
        for assessee in [first, *Assessee.objects.bulk_create(more)]
    )


def test_dly_09_counts_reproduce_by_query(clerk) -> None:
    """DLY-09: 7,000 and 172 places, 476 excellent, 16 barred, 96 promoted, 370 risen, 46 joined."""
    good, poor = decided(700), decided(16, "poor")
    record_uses(good, kind=K.TRAINING, places=10, by=clerk, **FACTS)
    abroad = {**FACTS, "document": "区委〔2024〕8号"}
    record_uses(good[:172], kind=K.TRAINING, by=clerk, **abroad)
    given = {K.EXCELLENT: 476, K.PROMOTION: 96, K.RANK_RISE: 370, K.PARTY: 46}
    for kind, count in given.items():
        record_uses(good[:count], kind=kind, by=clerk, **FACTS)
    record_uses(poor, kind=K.BARRED, by=clerk, **FACTS)
    uses = ResultUse.objects.visible_to(clerk)
    places = uses.filter(kind=K.TRAINING).order_by("document").values_list("document")
    assert [total for _document, total in places.annotate(Sum("places"))] == [7000, 172]
    for kind, count in {**given, K.BARRED: 16}.items():
        assert totals_of(uses.filter(kind=kind)) == {"results": count, "places": count}
    lines = {line.label: line for line in shares_by_kind(decided_results(clerk))}
    assert (lines["training"].results, lines["training"].places) == (700, 7172)
    assert lines["named excellent"].results == 476
    assert AuditEvent.objects.filter(action="uses_recorded").count() == 7
    for use in (ResultUse.objects.first(), *ResultUse.objects.filter(kind=K.PARTY)[:2]):
        event = AuditEvent.objects.about(use).get()
        assert event.actor == clerk
        assert event.changes or event.is_of_many


def test_pain_09_what_nobody_used_is_listed_until_it_is_used_or_marked(clerk) -> None:
    """PAIN-09: 'used in' is required; the share of results used is a report."""
    first, second, third, fourth = decided(4)
    open_cycle = GradeDecisionFactory()
    assert open_cycle not in unused_results(clerk)
    assert set(unused_results(clerk)) == {first, second, third, fourth}
    record_uses([first, second], kind=K.AWARD, by=clerk, **FACTS)
    record_uses([third], kind=K.NOT_USED, used_on=DAY, note="已调出本区", by=clerk)
    assert list(unused_results(clerk)) == [fourth]
    line = shares_by_grade(decided_results(clerk).filter(year="2023"))[0]
    assert (line.decided, line.used, line.marked, line.open) == (5, 2, 1, 2)
    assert line.share == 40
    withdraw_use(ResultUse.objects.get(decision=first), reason="重复录入", by=clerk)
    assert set(unused_results(clerk)) == {first, fourth}


def test_pain_09_report_and_spreadsheet_say_the_same(client, clerk) -> None:
    first, *_rest = decided(4)
    record_uses([first], kind=K.TRAINING, places=3, by=clerk, **FACTS)
    decided(1, period="2022")
    client.force_login(clerk)
    page = client.get(reverse("feedback:useshare_list")).text
    assert "25.0" in page
    assert first.assessee.unit.name in page
    answer = client.get(reverse("feedback:useshare_export"), {"year": "2023"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["Year", "Assessment", "Grade", "Unit", "Used for"]
    assert [cell.value for cell in book["Year"][2]] == ["2023", 4, 1, 0, 3, 25]
    assert [cell.value for cell in book["Unit"][2]] == [first.assessee.unit.name, 4, 1, 0, 3, 25]
    assert [cell.value for cell in book["Used for"][2]] == ["training", 1, 3, 25]
    assert AuditEvent.objects.filter(action="useshares_exported").exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": K.AWARD, "places": 2}, "places"),
        ({"places": 0}, "places"),
        ({"document": ""}, "document"),
        ({"body": ""}, "body"),
        ({"kind": K.NOT_USED}, "note"),
        ({"used_on": dt.date(2024, 1, 19)}, "used_on"),
    ],
    ids=["places of an award", "no place", "no number", "no body", "no reason", "too early"],
)
def test_a_use_without_its_grounds_is_refused(clerk, changed, field) -> None:
    decision = decided(1)
    with pytest.raises(ValidationError) as refusal:
        record_uses(decision, **{"kind": K.TRAINING, **FACTS, **changed}, by=clerk)
    assert set(refusal.value.error_dict) == {field}
    assert not ResultUse.objects.exists()


def test_a_use_cannot_lie_ahead(clerk) -> None:
    facts = {**FACTS, "used_on": timezone.localdate() + dt.timedelta(days=1)}
    with pytest.raises(ValidationError, match="lies ahead"):
        record_uses(decided(1), kind=K.AWARD, **facts, by=clerk)


def test_a_unit_is_not_promoted(clerk) -> None:
    decision = GradeDecisionFactory()
    record_uses([decision], kind=K.AWARD, by=clerk, **FACTS)
    with pytest.raises(ValidationError, match="for persons"):
        record_uses([decision], kind=K.PROMOTION, by=clerk, **FACTS)


def test_the_same_use_is_recorded_once_and_never_beside_not_used(clerk) -> None:
    decisions = decided(2)
    record_uses(decisions[:1], kind=K.AWARD, by=clerk, **FACTS)
    with pytest.raises(ValidationError, match="recorded already"):
        record_uses(decisions, kind=K.AWARD, by=clerk, **FACTS)
    with pytest.raises(ValidationError, match="was used"):
        record_uses(decisions[:1], kind=K.NOT_USED, used_on=DAY, note="退休", by=clerk)
    record_uses(decisions[1:], kind=K.NOT_USED, used_on=DAY, note="退休", by=clerk)
    with pytest.raises(ValidationError, match="withdraw that first"):
        record_uses(decisions[1:], kind=K.AWARD, by=clerk, **FACTS)
    assert ResultUse.objects.count() == 2


def test_only_the_office_of_the_domain_records_and_withdraws() -> None:
    decision = decided(1)[0]
    domain = decision.assessee.unit.domain
    own = UserFactory(role=Role.OFFICE_STAFF, role__domain=domain)
    strangers = [
        UserFactory(role=Role.OFFICE_STAFF, role__domain=DomainFactory()),
        UserFactory(role=Role.COMMITTEE_MEMBER, role__domain=domain),
        UserFactory(role=Role.SYSTEM_ADMIN),
    ]
    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            record_uses([decision], kind=K.AWARD, by=stranger, **FACTS)
    use = record_uses([decision], kind=K.AWARD, by=own, **FACTS)[0]
    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            withdraw_use(use, reason="有误", by=stranger)
    seen = Counter(ResultUse.objects.visible_to(one).count() for one in strangers)
    assert seen == {0: 2, 1: 1}


def test_a_withdrawal_needs_a_reason_and_happens_once(clerk) -> None:
    use = record_uses(decided(1), kind=K.AWARD, by=clerk, **FACTS)[0]
    with pytest.raises(ValidationError, match="Say why"):
        withdraw_use(use, reason=" ", by=clerk)
    withdraw_use(use, reason="录入有误", by=clerk)
    with pytest.raises(ValidationError, match="withdrawn already"):
        withdraw_use(use, reason="录入有误", by=clerk)
    event = AuditEvent.objects.get(action="use_withdrawn")
    assert event.after == {"reason": "录入有误"}
    # What was taken back may be recorded again.
    record_uses([use.decision], kind=K.AWARD, by=clerk, **FACTS)


def test_a_use_is_never_changed(clerk) -> None:
    use = record_uses(decided(1), kind=K.AWARD, by=clerk, **FACTS)[0]
    with pytest.raises(TypeError):
        ResultUse.objects.update(kind=K.PARTY)
    with pytest.raises(TypeError):
        use.save()


def test_a_grade_decided_anew_asks_anew(clerk) -> None:
    old = decided(1)[0]
    record_uses([old], kind=K.AWARD, by=clerk, **FACTS)
    GradeDecision.objects.filter(pk=old.pk).update(superseded_by=old)
    new = GradeDecisionFactory(assessee=old.assessee, run=old.run)
    GradeDecision.objects.filter(pk=old.pk).update(superseded_by=new)
    assert list(unused_results(clerk)) == [new]
    with pytest.raises(ValidationError, match="decided anew"):
        record_uses([old], kind=K.PARTY, by=clerk, **FACTS)


def test_the_person_sees_the_own_uses_after_publication(client, clerk) -> None:
    decision = decided(1)[0]
    person = UserFactory(role=Role.CADRE, cadre=decision.assessee.appointment.cadre)
    record_uses([decision], kind=K.TRAINING, places=2, by=clerk, **FACTS)
    assert not own_results(person).exists()
    assert not ResultUse.objects.visible_to(person).exists()
    PublicationFactory(group__run=decision.run, group__key=decision.assessee.group_key)
    assert ResultUse.objects.visible_to(person).count() == 1
    client.force_login(person)
    page = client.get(reverse("feedback:ownuse_list")).text
    assert "(2 places)" in page
    assert FACTS["document"] in page
    withdraw_use(ResultUse.objects.get(), reason="录入有误", by=clerk)
    assert "not used yet" in client.get(reverse("feedback:ownuse_list")).text


def test_ticked_results_are_recorded_together(client, clerk) -> None:
    decisions = decided(3)
    elsewhere = GradeDecisionFactory()
    client.force_login(clerk)
    address = reverse("feedback:unusedresult_list")
    facts = {"kind": K.AWARD, "used_on": DAY.isoformat(), "document": "表彰〔1〕号", "body": "区委"}
    page = client.post(address, facts)
    assert "Choose at least one result." in page.text
    ticked = [decisions[0].pk, decisions[1].pk, elsewhere.pk]
    client.post(address, {**facts, "result": ticked})
    assert set(ResultUse.objects.values_list("decision", flat=True)) == set(ticked[:2])
    listed = client.get(reverse("feedback:use_list"), {"q": "表彰", "kind": K.AWARD}).text
    assert "表彰〔1〕号" in listed


def test_no_list_asks_more_for_more_rows(client, clerk) -> None:
    person = UserFactory(role=Role.CADRE, cadre=AppointmentFactory().cadre)
    pages = {"use_list": clerk, "unusedresult_list": clerk, "useshare_list": clerk}
    pages["ownuse_list"] = person
    counts: list[dict[str, int]] = []
    cycle = CycleFactory(closed=True)
    for _round in range(2):
        for number in range(3):
            post = AppointmentFactory(cadre=person.cadre)
            assessee = AssesseeFactory(cycle=cycle, appointment=post, name=f"干部{number}")
            decision = GradeDecisionFactory(assessee=assessee)
            PublicationFactory(group__run=decision.run, group__key=assessee.group_key)
            ResultUseFactory(decision=decision)
            GradeDecisionFactory(assessee=AssesseeFactory(cycle=cycle))
        asked = {}
        for page, user in pages.items():
            client.force_login(user)
            client.get(reverse(f"feedback:{page}"))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(f"feedback:{page}"))
            asked[page] = len(queries)
        counts.append(asked)
    assert counts[0] == counts[1]
    assert AssessmentCycle.objects.count() == 1
