import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluators.models import HomeDeduction, PointsEntry, YearStars
from evaluators.selectors.ledgers import exit_candidates, ledger_of
from evaluators.services import conduct, points
from organization.models import AuditEvent, Role
from tests.evaluators.factories import EvaluatorFactory, LetterVersionFactory, SignatureFactory
from tests.evaluators.review_factories import (
    BreachFactory,
    CareerOutcomeFactory,
    HomeDeductionFactory,
    PointsEntryFactory,
    PointsItemFactory,
    PointsVersionFactory,
    StarLevelFactory,
    YearStarsFactory,
)
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 1)


@pytest.fixture
def clerk():
    return UserFactory(role=Role.OFFICE_STAFF)


def enter(evaluator, item, by, **changed):
    values = {"happened_on": DAY, "times": 1, "evidence": "工作记录", **changed}
    return points.enter_points(evaluator, item, by=by, **values)


def actions(thing) -> list[str]:
    return sorted(AuditEvent.objects.about(thing).values_list("action", flat=True))


def test_evp_18_a_total_explains_itself_line_by_line(clerk) -> None:
    """100 to start with, served three times at 2 within a cap of 5, late once at -1.5: 103.5."""
    evaluator = EvaluatorFactory()
    enter(evaluator, PointsItemFactory(cap=Decimal(5)), clerk, times=3)
    enter(evaluator, PointsItemFactory(black=True), clerk, happened_on=dt.date(2023, 3, 9))
    ledger = ledger_of(evaluator, 2023)
    lines = [row.line for row in ledger.rows]
    assert [(line.full, line.counted, line.total) for line in lines] == [
        (Decimal(6), Decimal(5), Decimal(105)),
        (Decimal("-1.5"), Decimal("-1.5"), Decimal("103.5")),
    ]
    assert (ledger.total.red, ledger.total.black) == (0, 1)
    assert {line.version for line in lines} == {"记分规则2020-01-01"}


def test_a_new_version_leaves_what_came_before_it(clerk) -> None:
    evaluator = EvaluatorFactory()
    enter(evaluator, PointsItemFactory(), clerk)
    newer = PointsVersionFactory(valid_from=dt.date(2023, 7, 1))
    enter(
        evaluator,
        PointsItemFactory(version=newer, points=Decimal(4)),
        clerk,
        happened_on=dt.date(2023, 8, 1),
    )
    lines = [row.line for row in ledger_of(evaluator, 2023).rows]
    assert [(line.version[-10:], line.each) for line in lines] == [
        ("2020-01-01", Decimal(2)),
        ("2023-07-01", Decimal(4)),
    ]


def test_a_version_with_entries_keeps_its_figures() -> None:
    entry = PointsEntryFactory()
    for thing in (entry.item, entry.item.version):
        with pytest.raises(ValidationError, match="make a new version"):
            thing.full_clean()
    with pytest.raises(ValidationError, match="valued anew"):
        PointsVersionFactory.build(valid_from=DAY).full_clean()


def test_an_entry_is_written_once_and_reversed_by_another(clerk) -> None:
    evaluator = EvaluatorFactory()
    entry = enter(evaluator, PointsItemFactory(black=True), clerk)
    with pytest.raises(TypeError):
        entry.save()
    reversal = points.reverse_entry(entry, reason="经核查不属实", by=clerk)
    ledger = ledger_of(evaluator, 2023)
    assert [row.line for row in ledger.rows] == [None, None]
    assert (ledger.total.total, ledger.total.black) == (100, 0)
    for thing in (entry, reversal):
        with pytest.raises(ValidationError):
            points.reverse_entry(thing, reason="再来一次", by=clerk)
    assert actions(reversal) == ["pointsentry_created"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"happened_on": dt.date(2999, 1, 1)}, "happened_on"), ({"evidence": ""}, "evidence")],
)
def test_an_entry_needs_a_past_day_and_evidence(clerk, changed, field) -> None:
    with pytest.raises(ValidationError) as refused:
        enter(EvaluatorFactory(), PointsItemFactory(), clerk, **changed)
    assert field in refused.value.message_dict
    assert not PointsEntry.objects.exists()


def test_a_kind_of_another_version_is_refused(clerk) -> None:
    PointsVersionFactory(valid_from=dt.date(2023, 1, 1))
    with pytest.raises(ValidationError, match="not in force"):
        enter(EvaluatorFactory(), PointsItemFactory(), clerk)


def test_a_file_is_kept_and_a_wrong_one_refused(clerk) -> None:
    evaluator, item = EvaluatorFactory(), PointsItemFactory()
    entry = enter(evaluator, item, clerk, file=SimpleUploadedFile("a.pdf", b"%PDF-1.7"))
    assert entry.file.read().startswith(b"%PDF")
    entry.file.close()
    with pytest.raises(ValidationError):
        enter(evaluator, item, clerk, file=SimpleUploadedFile("a.pdf", b"MZ"))


def test_only_the_office_enters_points() -> None:
    account = EvaluatorFactory(with_account=True).account
    with pytest.raises(PermissionDenied):
        enter(EvaluatorFactory(), PointsItemFactory(), account)


def test_evp_20_a_leak_proposes_a_deduction_for_the_home_unit(clerk) -> None:
    evaluator = EvaluatorFactory()
    entry = enter(evaluator, PointsItemFactory(leak=True), clerk)
    proposal = HomeDeduction.objects.get()
    assert (proposal.unit, proposal.year, proposal.points) == (evaluator.home_unit, 2023, 2)
    with pytest.raises(ValidationError, match="Somebody else"):
        conduct.decide_deduction(proposal, accepted=True, opinion="", by=clerk)
    other = UserFactory(role=Role.OFFICE_STAFF)
    with pytest.raises(ValidationError, match="not followed"):
        conduct.decide_deduction(proposal, accepted=False, opinion="", by=other)
    conduct.decide_deduction(proposal, accepted=True, opinion="", by=other)
    with pytest.raises(ValidationError, match="decided already"):
        conduct.decide_deduction(proposal, accepted=True, opinion="", by=other)
    assert actions(proposal) == ["homededuction_created", "homededuction_decided"]
    points.reverse_entry(entry, reason="经核查不属实", by=clerk)
    proposal.refresh_from_db()
    assert proposal.state == HomeDeduction.State.REFUSED


def test_evp_20_an_outsider_has_no_home_unit_to_answer(clerk) -> None:
    outsider = EvaluatorFactory(home_unit=None, organisation="江左大学")
    enter(outsider, PointsItemFactory(leak=True), clerk)
    assert not HomeDeduction.objects.exists()


def test_evp_12_stars_are_proposed_by_rule_and_confirmed_by_a_person(clerk) -> None:
    good, late, idle = EvaluatorFactory.create_batch(3)
    for stars, points_min, red_min in ((3, 90, 0), (5, 105, 1)):
        StarLevelFactory(stars=stars, points_min=points_min, red_min=red_min)
    enter(good, PointsItemFactory(red=True), clerk)
    enter(late, PointsItemFactory(black=True), clerk)
    assert points.propose_year_stars(2023, by=clerk) == 2
    by_person = {stars.evaluator: stars for stars in YearStars.objects.all()}
    assert {one: stars.proposed for one, stars in by_person.items()} == {good: 5, late: 3}
    assert idle not in by_person
    with pytest.raises(ValidationError, match="differs"):
        points.confirm_stars(by_person[late], confirmed=2, reason="", by=clerk)
    points.confirm_stars(by_person[late], confirmed=2, reason="多次迟到", by=clerk)
    with pytest.raises(ValidationError, match="confirmed already"):
        points.confirm_stars(by_person[late], confirmed=3, reason="", by=clerk)
    # Computed anew: what is confirmed stays, the rest follows the ledger.
    enter(good, PointsItemFactory(black=True), clerk, times=4)
    assert points.propose_year_stars(2023, by=clerk) == 1
    assert YearStars.objects.get(evaluator=good).proposed == 3
    assert YearStars.objects.get(evaluator=late).confirmed == 2
    with pytest.raises(ValidationError, match="have changed"):
        points.accept_year_stars(2023, expected=2, by=clerk)
    assert points.accept_year_stars(2023, expected=1, by=clerk) == 1
    assert not YearStars.objects.unconfirmed().exists()


def test_without_rules_there_are_no_stars(clerk) -> None:
    with pytest.raises(ValidationError, match="No version"):
        points.propose_year_stars(2019, by=clerk)


def test_stars_of_other_years_stay(clerk) -> None:
    PointsVersionFactory()
    YearStarsFactory(year=2022)
    points.propose_year_stars(2023, by=clerk)
    assert YearStars.objects.filter(year=2022).exists()


def test_evp_19_the_bottom_becomes_a_candidate_and_stays_in_the_pool(clerk) -> None:
    PointsVersionFactory(exit_bottom_percent=Decimal(10))
    people = EvaluatorFactory.create_batch(10)
    item = PointsItemFactory()
    for times, person in enumerate(people, start=1):
        enter(person, item, clerk, times=times)
    EvaluatorFactory()
    found = exit_candidates(2023)
    assert [(one.evaluator, [str(ground) for ground in one.grounds]) for one in found] == [
        (people[0], ["low_rank"])
    ]
    assert people[0].spells.get().left_on is None


def test_evp_19_age_move_and_misconduct_are_reasons_too(clerk) -> None:
    PointsVersionFactory(exit_age_max=60, exit_bottom_percent=0)
    old = EvaluatorFactory(name="甲", birth_month=dt.date(1960, 1, 1))
    moved, breached, leaked, left = (EvaluatorFactory(name=name) for name in "乙丙丁戊")
    CareerOutcomeFactory(evaluator=moved, kind="moved")
    CareerOutcomeFactory(evaluator=EvaluatorFactory(), kind="promoted")
    BreachFactory(evaluator=breached)
    enter(leaked, PointsItemFactory(leak=True), clerk)
    left.spells.update(left_on=dt.date(2023, 6, 1), exit_reason="age")
    BreachFactory(evaluator=left)
    grounds = {one.evaluator: [str(x) for x in one.grounds] for one in exit_candidates(2023)}
    assert grounds == {
        old: ["age"],
        moved: ["post_change"],
        breached: ["misconduct"],
        leaked: ["misconduct"],
    }


def test_evp_22_a_breach_stands_by_the_signed_wording(clerk) -> None:
    evaluator = EvaluatorFactory()
    details = {"number": 3, "happened_on": dt.date(2023, 5, 1), "finding": "接受宴请"}
    with pytest.raises(ValidationError, match="No wording"):
        conduct.note_breach(evaluator, by=clerk, **details)
    signed = LetterVersionFactory(kind="nine_donts", valid_from=dt.date(2021, 1, 1))
    LetterVersionFactory(kind="nine_donts", valid_from=dt.date(2023, 1, 1))
    SignatureFactory(evaluator=evaluator, letter=signed)
    breach = conduct.note_breach(evaluator, by=clerk, **details)
    assert breach.letter == signed
    assert actions(breach) == ["breach_created"]
    with pytest.raises(ValidationError):
        conduct.note_breach(evaluator, by=clerk, **{**details, "number": 10})


def test_evp_22_somebody_is_recommended_once_a_year_and_kind(clerk) -> None:
    evaluator = EvaluatorFactory()
    values = {"year": 2023, "kind": "best_report", "reason": "报告获省委肯定"}
    row = conduct.recommend(evaluator, by=clerk, **values)
    with pytest.raises(ValidationError, match="already"):
        conduct.recommend(evaluator, by=clerk, **values)
    conduct.withdraw_recommendation(row, by=clerk)
    conduct.recommend(evaluator, by=clerk, **values)


def test_a_decision_has_its_who_and_when() -> None:
    deduction = HomeDeductionFactory()
    assert deduction.unit == deduction.entry.evaluator.home_unit
    assert deduction.decided_by is None
