"""Checks before a run: what can be seen at once, and the trial calculation of a worker."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assessment.models import AssessmentCycle, OverlayFact, ReadinessCheck, ScoreSheet
from assessment.selectors.bundles import collect_bundles
from assessment.selectors.findings import Finding, told, visible_remarks
from assessment.selectors.group_checks import ERROR, WARNING, GroupCheck, Remark
from assessment.selectors.snapshot import snapshot
from assessment.selectors.trees import ordered_nodes_of
from indicators.models import FigureReview, IndicatorSystem, ReportedValue
from indicators.rules.measures import MeasureError
from indicators.rules.periods import previous_year
from organization.models import AuditEvent, CategoryMembership, Unit
from scoring import ScoringError, computing_order, needs_of, score

if TYPE_CHECKING:
    from organization.models import User

# Findings of one severity that a page lists; a cycle of a thousand teams may have thousands.
LISTED = 100
# Changes that leave no row with a time of its own: the audit trail alone has their moment.
SILENT_CHANGES = (
    "value_withdrawn",
    "overlay_fact_withdrawn",
    "exemption_set",
    "exemption_cleared",
    "link_set",
    "link_cleared",
    "figures_checked",
    "figurereview_raised",
    "figurereview_settled",
)


@dataclass(frozen=True)
class Readiness:
    """What is known before a run, as far as the account sees it.

    Attributes:
        check: the last check that was asked for, in whatever state; None when nobody asked yet.
        done: the last one that has findings; `check` itself once it is done.
        errors, warnings: what can be seen at once, then what `done` found; the first of them.
        error_count, warning_count: how many there are in all.
        has_changed: whether figures have changed since `done` was asked for.
    """

    check: ReadinessCheck | None
    done: ReadinessCheck | None
    errors: list[Finding]
    warnings: list[Finding]
    error_count: int
    warning_count: int
    has_changed: bool

    @property
    def is_clear(self) -> bool:
        """Whether a check is there, still holds, and found nothing."""
        return bool(self.done) and not (self.error_count or self.warning_count or self.has_changed)

    @property
    def unlisted_errors(self) -> int:
        """Errors beyond the list."""
        return self.error_count - len(self.errors)

    @property
    def unlisted_warnings(self) -> int:
        """Warnings beyond the list."""
        return self.warning_count - len(self.warnings)


def readiness_of(cycle: AssessmentCycle, *, user: "User") -> Readiness:
    """Read what stands in the way of a run; the number of queries does not grow with the cycle."""
    done = last_check(cycle, finished=True)
    live = live_findings(cycle, user=user)
    remarks = visible_remarks(done, user=user) if done else []
    listed, counts = {}, {}
    for severity in (ERROR, WARNING):
        at_once = [finding for finding in live if finding.severity == severity]
        found = [remark for remark in remarks if remark.severity == severity]
        rest = found[: max(LISTED - len(at_once), 0)]
        listed[severity] = at_once[:LISTED] + (told(done, rest, user=user) if done else [])
        counts[severity] = len(at_once) + len(found)
    return Readiness(
        check=last_check(cycle),
        done=done,
        errors=listed[ERROR],
        warnings=listed[WARNING],
        error_count=counts[ERROR],
        warning_count=counts[WARNING],
        has_changed=done is not None and has_changed_since(cycle, done.requested_at),
    )


def last_check(cycle: AssessmentCycle, *, finished: bool = False) -> ReadinessCheck | None:
    """The last check that was asked for, or the last that has findings."""
    checks = cycle.checks.select_related("requested_by")
    return (checks.done() if finished else checks).first()


def live_findings(cycle: AssessmentCycle, *, user: "User") -> list[Finding]:
    """What needs no calculation, as far as the account sees it, errors first."""
    findings = [
        *_systems(cycle, user),
        *_rater_classes(cycle, user),
        *_categories(cycle, user),
        *_reviews(cycle, user),
    ]
    return sorted(findings, key=lambda finding: finding.severity != ERROR)


def would_fail(cycle: AssessmentCycle) -> bool:
    """Whether something that needs no calculation makes every run of an opened cycle fail."""
    return cycle.systems.drafts().exists() or _strange_sheets(cycle).exists()


def trial_remarks(cycle: AssessmentCycle) -> Iterator[tuple[int, list[Remark]]]:
    """Collect and score the cycle as a run would, group by group.

    So what is remarked here and what a run finds cannot differ. The number of queries does not
    grow with the cycle.

    Yields:
        the number of groups, and what was found in one of them.
    """
    try:
        with snapshot():
            groups = {group.key: group for group in collect_bundles(cycle)}
            assessees = set(cycle.assessees.values_list("key", flat=True))
            systems = dict(cycle.assessees.order_by().values_list("group_key", "system").distinct())
            nodes = ordered_nodes_of(set(systems.values()))
        totals: dict[str, int | None] = {}
        # In the order the links demand: a group may read the totals of another.
        for key in computing_order(needs_of({key: one.bundle for key, one in groups.items()})):
            outcome = score(groups[key].bundle, totals)
            totals |= outcome.linked_totals()
            tree = {node.code: node for node in nodes[systems[key]]}
            check = GroupCheck(groups[key], outcome, assessees, tree)
            yield len(groups), list(check.remarks())
    except (ScoringError, MeasureError) as error:
        yield 1, [Remark(ERROR, "contradiction", params={"words": str(error)})]


def has_changed_since(cycle: AssessmentCycle, moment: dt.datetime) -> bool:
    """Whether figures, sheets or overlay facts of the cycle have changed after a moment."""
    systems = IndicatorSystem.objects.filter(cycles=cycle)
    values = ReportedValue.objects.filter(indicator__nodes__system__in=systems)
    sheets = ScoreSheet.objects.filter(assessee__cycle=cycle)
    facts = OverlayFact.objects.filter(assessee__cycle=cycle)
    own_weights = Q(
        action__in=["overrides_set", "person_weights_set"],
        object_type=IndicatorSystem._meta.label_lower,
        object_key__in=[str(key) for key in systems.values_list("pk", flat=True)],
    )
    events = AuditEvent.objects.filter(Q(action__in=SILENT_CHANGES) | own_weights)
    return (
        events.filter(happened_at__gt=moment).exists()
        or facts.filter(recorded_at__gt=moment).exists()
        or values.filter(reported_at__gt=moment).exists()
        or sheets.filter(Q(submitted_at__gt=moment) | Q(withdrawn_at__gt=moment)).exists()
    )


def _systems(cycle: AssessmentCycle, user: "User") -> Iterator[Finding]:
    if not cycle.systems.exists():
        message = _("The cycle has no indicator system.")
        yield Finding(ERROR, cycle.name, message, cycle.get_absolute_url())
    for system in cycle.systems.visible_to(user).drafts():
        message = _("The indicator system is not published.")
        yield Finding(ERROR, system.name, message, system.get_absolute_url())


def _categories(cycle: AssessmentCycle, user: "User") -> Iterator[Finding]:
    """Units of the domains under assessment that no category held on the day of opening."""
    if cycle.opened_on is None:
        return
    domains = IndicatorSystem.objects.filter(cycles=cycle).values("category__domain")
    placed = CategoryMembership.objects.on(cycle.opened_on).values("unit")
    units = Unit.objects.visible_to(user).assessed().filter(domain__in=domains)
    for unit in units.exclude(level=Unit.Level.INTERNAL).exclude(pk__in=placed):
        message = _("The unit had no category on the day the cycle opened; it is not assessed.")
        yield Finding(WARNING, unit.name, message, unit.get_absolute_url())


def _rater_classes(cycle: AssessmentCycle, user: "User") -> Iterator[Finding]:
    seen = _strange_sheets(cycle).filter(assessee__in=cycle.assessees.visible_to(user))
    for code in seen.values_list("rater_class", flat=True).order_by("rater_class").distinct():
        message = _("Score sheets name the rater class “%(code)s”, which the scheme lacks.")
        place, url = cycle.scheme.name, cycle.scheme.get_absolute_url()
        yield Finding(ERROR, place, message % {"code": code}, url)


def _strange_sheets(cycle: AssessmentCycle) -> QuerySet[ScoreSheet]:
    """Sheets of a rater class that the scheme lacks; without classes all sheets count alike."""
    known = cycle.scheme.rater_classes.values_list("code", flat=True)
    sheets = ScoreSheet.objects.standing().filter(assessee__cycle=cycle)
    return sheets.exclude(rater_class__in=list(known)) if known else sheets.none()


def _reviews(cycle: AssessmentCycle, user: "User") -> Iterator[Finding]:
    """Figures that are not scored because somebody has still to look at them (IND-05)."""
    systems = IndicatorSystem.objects.filter(cycles=cycle)
    reviews = (
        FigureReview.objects.visible_to(user)
        .holding()
        .filter(
            indicator__nodes__system__in=systems,
            unit__in=cycle.assessees.values("unit"),
            period__in=[cycle.period, previous_year(cycle.period)],
        )
    )
    for review in reviews.select_related("indicator", "unit").distinct():
        message = _("The figure is under review and is not scored: %(found)s.")
        found = {"found": review.get_finding_display()}
        yield Finding(WARNING, str(review), message % found, review.get_absolute_url())
