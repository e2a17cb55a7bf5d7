"""What a group should know of an assessee before it goes there (GRP-10); nothing is scored here."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessment.models import Assessee, OverlayFact, Result, TalkForm, Verification
from assessment.selectors.results import Part, with_decided_grade
from assessment.selectors.trees import ordered_nodes
from indicators.models import ReportedValue, SystemNode
from indicators.rules.periods import previous_year
from indicators.selectors.values import standing_values
from organization.models import Appointment
from scoring import from_micro

BIGGEST = 5


@dataclass(frozen=True)
class FigureLine:
    """A reported leaf: what came in for the cycle's period and for the year before."""

    node: SystemNode
    reported: ReportedValue | None
    previous: ReportedValue | None


@dataclass(frozen=True)
class EarlierYear:
    """A published result of an earlier cycle, with the grade that was decided on it."""

    result: Result
    grade: str

    @property
    def period(self) -> str:
        """The period of that cycle."""
        return self.result.group.run.cycle.period

    @property
    def total(self) -> Decimal | None:
        """The published total."""
        return self.result.total


@dataclass(frozen=True)
class Brief:
    """The brief on one assessee.

    Attributes:
        team: posts held in the leadership team when the field work begins.
        losses: leaves of last year's result that lost most, the biggest first.
        earlier: published results of earlier cycles, the newest first.
        facts: vetoes and downgrades on record in this cycle.
        doubts: verifications that have no conclusion yet.
    """

    assessee: Assessee
    team: list[Appointment]
    losses: list[Part]
    figures: list[FigureLine]
    earlier: list[EarlierYear]
    facts: list[OverlayFact]
    doubts: list[Verification]

    @property
    def last_year(self) -> EarlierYear | None:
        """The newest of the earlier results."""
        return self.earlier[0] if self.earlier else None

    @property
    def missing(self) -> list[FigureLine]:
        """Leaves for which nothing has been reported yet."""
        return [line for line in self.figures if line.reported is None]

    @property
    def missing_names(self) -> str:
        """Their names in a row: early in the year that is most of them."""
        return pgettext("list", ", ").join(line.node.name for line in self.missing)


def brief_of(assessee: Assessee) -> Brief:
    """Collect the brief; the number of queries does not grow with what it holds."""
    earlier = _earlier(assessee)
    return Brief(
        assessee=assessee,
        team=_team(assessee),
        losses=_losses(earlier[0].result) if earlier else [],
        figures=_figures(assessee),
        earlier=earlier,
        facts=list(assessee.overlay_facts.all()),
        doubts=list(assessee.verifications.filter(conclusion="").select_related("assigned_to")),
    )


def outline_draft(brief: Brief) -> str:
    """An outline to begin with: the form of the plan's first day, then what is special here."""
    plan = brief.assessee.cycle.field_plan
    form = TalkForm.objects.on(plan.starts_on) if plan else None
    lines = [form.opening] if form and form.opening else []
    for block in form.blocks.all() if form else []:
        lines.append(f"{block.name}{_(': ')}{block.prompt}" if block.prompt else block.name)
    for loss in brief.losses:
        lines.append(
            _("%(name)s lost %(lost)s points last year: why, and what has been done since?")
            % {"name": loss.name, "lost": _plain(loss.lost)}
        )
    if brief.missing:
        lines.append(
            _("No figure yet (%(count)s): %(names)s. What holds it up?")
            % {"count": len(brief.missing), "names": brief.missing_names}
        )
    lines += [_("To verify: %(doubt)s") % {"doubt": one.doubt} for one in brief.doubts]
    return "\n".join(lines)


def _plain(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.01')).normalize():f}"


def _team(assessee: Assessee) -> list[Appointment]:
    cycle = assessee.cycle
    posts = Appointment.objects.filter(unit=assessee.unit_id, in_team=True)
    day = cycle.field_plan.starts_on if cycle.field_plan else cycle.opened_on
    return list((posts.on(day) if day else posts).by_standing().select_related("cadre"))


def _earlier(assessee: Assessee) -> list[EarlierYear]:
    cycle = assessee.cycle
    same: QuerySet[Result] = Result.objects.filter(
        group__publication__isnull=False,
        group__run__cycle__kind=cycle.kind,
        group__run__cycle__period__lt=cycle.period,
        assessee__unit=assessee.unit_id,
    )
    if assessee.appointment is None:
        same = same.filter(assessee__appointment__isnull=True)
    else:
        same = same.filter(assessee__appointment__cadre=assessee.appointment.cadre_id)
    rows = (
        with_decided_grade(same)
        .select_related("assessee__system", "group__run__cycle__scheme")
        .prefetch_related("group__run__cycle__scheme__grades")
        .order_by("-group__run__cycle__period", "-group__run__cycle_id", "-group__run__number")
    )
    # Of several published runs of a cycle the last one stands.
    newest: dict[int, Result] = {}
    for result in rows:
        newest.setdefault(result.group.run.cycle_id, result)
    return [EarlierYear(result, _grade(result)) for result in newest.values()]


def _grade(result: Result) -> str:
    names = {grade.code: grade.name for grade in result.group.run.cycle.scheme.grades.all()}
    return names.get(result.decided_grade, "")  # type: ignore[attr-defined]


def _losses(result: Result) -> list[Part]:
    nodes = ordered_nodes(result.assessee.system)
    parents = {node.parent_id for node in nodes}
    leaves = [
        Part(node.code, node.name, from_micro(points), from_micro(full))
        for node, points, full in zip(nodes, result.points, result.full_marks, strict=True)
        if node.pk not in parents
    ]
    lost = sorted((leaf for leaf in leaves if leaf.lost > 0), key=lambda leaf: -leaf.lost)
    return lost[:BIGGEST]


def _figures(assessee: Assessee) -> list[FigureLine]:
    reported = SystemNode.Source.REPORTED
    leaves = [node for node in ordered_nodes(assessee.system) if node.source == reported]
    period = assessee.cycle.period
    values = standing_values(leaves, [assessee.unit], period)
    actual, before = ReportedValue.Series.ACTUAL.value, previous_year(period)
    return [
        FigureLine(
            node,
            values.get((node.indicator_id, assessee.unit_id, period, actual)),
            values.get((node.indicator_id, assessee.unit_id, before, actual)),
        )
        for node in leaves
    ]
