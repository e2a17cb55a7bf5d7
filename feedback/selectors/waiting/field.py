"""What waits in the field: for evaluators, and for the office that answers and approves."""

from collections.abc import Iterable, Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Irregularity, Verification
from assessment.selectors.assignments import Assignment, SheetState, assignments_of
from assessment.selectors.fieldwork import answerable_by, records_seen_by
from evaluators.models import FieldPlan, Waiver
from evaluators.selectors.access import plans_to_sign
from feedback.selectors.waiting.items import Waiting
from organization.models import User

OWED = frozenset({SheetState.EMPTY, SheetState.DRAFT, SheetState.RETURNED, SheetState.OVERDUE})


def field_work(user: User) -> list[Waiting]:
    """Letters first, then sheets by cycle, then verifications."""
    now = timezone.now()
    return [
        *_letters(plans_to_sign(user, timezone.localdate(now))),
        *_sheets(assignments_of(user, now)),
        *_doubts(user),
    ]


def _letters(plans: Iterable[FieldPlan]) -> Iterator[Waiting]:
    for plan in plans:
        yield Waiting(
            _("%(plan)s: read and sign the letters.") % {"plan": plan},
            _("For you; nothing of the field work opens before."),
            reverse("evaluators:letter_sign", args=[plan.pk]),
        )


def _sheets(assignments: Iterable[Assignment]) -> Iterator[Waiting]:
    owed: dict[int, list[Assignment]] = {}
    for one in assignments:
        if one.state in OWED:
            owed.setdefault(one.cycle.pk, []).append(one)
    for found in owed.values():
        cycle = found[0].cycle
        yield Waiting(
            ngettext(
                "%(cycle)s: %(count)s score sheet of yours is still to be handed in.",
                "%(cycle)s: %(count)s score sheets of yours are still to be handed in.",
                len(found),
            )
            % {"cycle": cycle, "count": len(found)},
            _for_you_until(found),
            reverse("assessment:sheet_list"),
        )


def _for_you_until(owed: list[Assignment]) -> str:
    returned = sum(one.state == SheetState.RETURNED for one in owed)
    given_back = ngettext("%(count)s was returned.", "%(count)s were returned.", returned)
    return f"{_until(owed)} {given_back % {'count': returned}}" if returned else _until(owed)


def _until(owed: list[Assignment]) -> str:
    if all(one.state == SheetState.OVERDUE for one in owed):
        return _("The deadline has passed: ask the assessment office for more time.")
    open_until = [one.due_at for one in owed if one.state != SheetState.OVERDUE]
    due_at = min((moment for moment in open_until if moment is not None), default=None)
    if due_at is None:
        return _("For you.")
    moment = date_format(timezone.localtime(due_at), "Y-m-d H:i")
    return _("For you, until %(moment)s.") % {"moment": moment}


def _doubts(user: User) -> Iterator[Waiting]:
    own = Verification.objects.filter(assigned_to=user, conclusion="")
    dues = list(records_seen_by(user, own).order_by("due_on").values_list("due_on", flat=True))
    if dues:
        yield Waiting(
            ngettext(
                "%(count)s verification waits for your conclusion.",
                "%(count)s verifications wait for your conclusion.",
                len(dues),
            )
            % {"count": len(dues)},
            _("The first is due %(day)s.") % {"day": date_format(dues[0], "Y-m-d")},
            reverse("assessment:fieldwork_list"),
        )


def question_work(user: User) -> list[Waiting]:
    """Questions of the groups that the command group has not answered."""
    count = answerable_by(user).count()
    if not count:
        return []
    return [
        Waiting(
            ngettext(
                "%(count)s question of a group waits for an answer.",
                "%(count)s questions of groups wait for an answer.",
                count,
            )
            % {"count": count},
            _("For you; the answer holds for all groups of the plan."),
            reverse("assessment:question_list"),
        )
    ]


def irregularity_work(user: User) -> list[Waiting]:
    """What supervisors of groups have reported and the office has not answered."""
    reports = Irregularity.objects.visible_to(user).waiting().exclude(reported_by=user)
    count = reports.count()
    if not count:
        return []
    return [
        Waiting(
            ngettext(
                "%(count)s report of a supervisor waits for an answer.",
                "%(count)s reports of supervisors wait for an answer.",
                count,
            )
            % {"count": count},
            _("For you; the office alone reads it."),
            reverse("assessment:irregularity_list"),
        )
    ]


def waiver_work(user: User) -> list[Waiting]:
    """Waivers of recusals that somebody else asked for, by plan."""
    asked = Waiver.objects.visible_to(user).filter(
        state=Waiver.State.REQUESTED, plan__state=FieldPlan.State.DRAFT
    )
    counts = asked.exclude(requested_by=user).order_by("plan").values_list("plan", "plan__name")
    return [
        Waiting(
            ngettext(
                "%(plan)s: %(count)s waiver of a recusal waits for approval.",
                "%(plan)s: %(count)s waivers of recusals wait for approval.",
                count,
            )
            % {"plan": name, "count": count},
            _("For a second person, who has not asked for it."),
            reverse("evaluators:waiver_list", args=[plan]),
        )
        for plan, name, count in counts.annotate(count=Count("pk"))
    ]
