"""The score sheets of the demonstration: half marked, one marking returned, some letters open."""

import pytest
from django.utils import timezone

from assessment.imports.confirming import confirm_import, upload_workbook
from assessment.models import ScoreSheet, SheetDraft
from assessment.selectors.assignments import SheetState, assignments_of
from assessment.selectors.marking import marking_board
from demo import field
from demo.fieldwork import adopt_groups, plan_field_work, search_groups
from demo.marking import HANDED_IN, begin_marking
from evaluators.services.forming import form_plan
from indicators.models import IndicatorSystem
from indicators.services.systems import publish_system
from organization.models import AuditEvent, Role, User
from tests.assessment.imports.workbooks import content_of, upload_of
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_sheets_are_half_filled_and_flat_marking_is_returned(pool):
    plan = plan_field_work(timezone.localdate(), by=pool)
    search = search_groups(plan, by=pool)
    assert form_plan(search.pk)
    adopt_groups(search, by=pool, second=UserFactory(role=Role.OFFICE_STAFF))
    plan.refresh_from_db()
    book = upload_workbook(upload_of(content_of(field.sheets(plan.year))), by=pool)
    assert book.preview["refused"] == []
    confirm_import(book, by=pool)
    publish_system(IndicatorSystem.objects.get(), by=pool)
    account = UserFactory(username="evaluator", role=Role.EVALUATOR)
    cycle = begin_marking(plan, by=pool)

    states = [one.state for one in assignments_of(account, timezone.now())]
    assert states.count(SheetState.SUBMITTED) == HANDED_IN
    assert states.count(SheetState.DRAFT) == 1
    assert states.count(SheetState.EMPTY) > 5
    board = marking_board(cycle, user=pool)
    assert 0.3 < board.done / board.expected < 0.7
    assert ScoreSheet.objects.exclude(withdrawn_at=None).exists()
    assert SheetDraft.objects.exclude(returned_at=None).exists()
    marking = [line for group in board.groups for line in group.members if line.assessees]
    assert 0 < sum(bool(line.post.unsigned) for line in marking) < len(marking) / 5

    before = (ScoreSheet.objects.count(), AuditEvent.objects.count(), User.objects.count())
    assert begin_marking(plan, by=pool) == cycle
    assert (ScoreSheet.objects.count(), AuditEvent.objects.count(), User.objects.count()) == before
