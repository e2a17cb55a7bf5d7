import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from evaluators.models import AssessmentGroup, Evaluator, FieldPlan, LetterVersion, RosterSpell
from organization.models import Role
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    EvaluatorFactory,
    FieldPlanFactory,
    LetterVersionFactory,
    PlanUnitFactory,
    RosterSpellFactory,
    SeatFactory,
    SignatureFactory,
    TagFactory,
)
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER, Role.SYSTEM_ADMIN])
def test_those_who_form_groups_see_the_whole_pool(role) -> None:
    EvaluatorFactory.create_batch(2)
    assert Evaluator.objects.visible_to(UserFactory(role=role)).count() == 2


def test_an_evaluator_sees_the_own_record_only() -> None:
    own = EvaluatorFactory(with_account=True)
    EvaluatorFactory(with_account=True)
    assert list(Evaluator.objects.visible_to(own.account)) == [own]


def test_a_stranger_sees_nobody_even_without_account() -> None:
    EvaluatorFactory(account=None)
    assert not Evaluator.objects.visible_to(UserFactory(role=Role.UNIT_PRINCIPAL)).exists()


def test_evp_02_roster_of_a_day_is_told_by_the_spells() -> None:
    """EVP-02 with its figures: 355 on 2020-12-31, 573 in 2022."""
    early, late = (
        Evaluator.objects.bulk_create(
            EvaluatorFactory.build_batch(size, home_unit=None, organisation="智库")
        )
        for size in (360, 223)
    )
    spells = [RosterSpell(evaluator=one, joined_on=dt.date(2020, 3, 1)) for one in early]
    for spell in spells[:5]:
        spell.left_on, spell.exit_reason = dt.date(2020, 12, 30), RosterSpell.ExitReason.AGE
    for spell in spells[5:10]:
        spell.left_on, spell.exit_reason = dt.date(2020, 12, 31), RosterSpell.ExitReason.AGE
    spells += [RosterSpell(evaluator=one, joined_on=dt.date(2022, 1, 1)) for one in late]
    RosterSpell.objects.bulk_create(spells)
    assert Evaluator.objects.on_roster(dt.date(2020, 12, 31)).count() == 355
    assert Evaluator.objects.on_roster(dt.date(2022, 6, 30)).count() == 573


def test_nobody_is_in_the_pool_twice() -> None:
    spell = RosterSpellFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        RosterSpellFactory(evaluator=spell.evaluator, joined_on=dt.date(2022, 1, 1))


def test_subtype_belongs_to_its_pool() -> None:
    evaluator = EvaluatorFactory(subtype=Evaluator.Subtype.SCHOLAR)
    with pytest.raises(ValidationError) as refused:
        evaluator.full_clean()
    assert list(refused.value.message_dict) == ["subtype"]


def test_evp_01_pool_and_subtype_narrow_the_list() -> None:
    wanted = EvaluatorFactory(subtype=Evaluator.Subtype.LEAD_DEPARTMENT)
    EvaluatorFactory(subtype=Evaluator.Subtype.OFFICE)
    EvaluatorFactory(leader=True)
    found = Evaluator.objects.filter(pool="professional", subtype="lead_department")
    assert list(found) == [wanted]


def test_search_finds_name_post_home_and_tag_once_each() -> None:
    evaluator = EvaluatorFactory(name="沈其", post="二级调研员")
    evaluator.tags.add(TagFactory(name="财政审计"), TagFactory(name="财政预算"))
    EvaluatorFactory(name="别人")
    for text in ("沈其", "二级调研", evaluator.home_unit.name, "财政"):
        assert list(Evaluator.objects.search(text)) == [evaluator], text


def test_an_evaluator_sees_plan_and_group_once_the_plan_is_confirmed() -> None:
    own = EvaluatorFactory(with_account=True)
    group = AssessmentGroupFactory()
    SeatFactory(group=group, evaluator=own)
    SeatFactory(group=AssessmentGroupFactory(plan=group.plan))
    assert not FieldPlan.objects.visible_to(own.account).exists()
    FieldPlan.objects.update(state=FieldPlan.State.CONFIRMED)
    assert list(FieldPlan.objects.visible_to(own.account)) == [group.plan]
    assert list(AssessmentGroup.objects.visible_to(own.account)) == [group]


def test_grp_01_a_unit_is_covered_once() -> None:
    visit = PlanUnitFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanUnitFactory(plan=visit.plan, unit=visit.unit)


def test_letters_of_a_day_are_the_newest_of_each_kind() -> None:
    LetterVersionFactory(valid_from=dt.date(2020, 1, 1))
    newer = LetterVersionFactory(valid_from=dt.date(2023, 1, 1))
    LetterVersionFactory(valid_from=dt.date(2025, 1, 1))
    other = LetterVersionFactory(kind=LetterVersion.Kind.SECRECY, valid_from=dt.date(2021, 1, 1))
    assert set(LetterVersion.objects.on(dt.date(2024, 6, 1))) == {newer, other}


def test_a_signature_is_never_changed() -> None:
    signature = SignatureFactory()
    with pytest.raises(TypeError):
        signature.save()
    with pytest.raises(TypeError):
        signature.delete()


def test_a_plan_ends_after_it_starts() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FieldPlanFactory(ends_on=dt.date(2024, 1, 1))
