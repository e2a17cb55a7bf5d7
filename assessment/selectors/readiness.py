"""Checks before a run, all listed at once: what would stop it, hold totals, or looks odd."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from assessment.models import AssessmentCycle, ScoreSheet
from assessment.selectors.bundles import CollectedGroup, collect_bundles
from assessment.selectors.group_checks import ERROR, WARNING, Finding, GroupCheck
from assessment.selectors.trees import ordered_nodes_of
from indicators.models import IndicatorSystem
from indicators.rules.measures import MeasureError
from organization.models import CategoryMembership, Unit
from scoring import ScoringError, computing_order, needs_of, score

if TYPE_CHECKING:
    from organization.models import User

__all__ = ["ERROR", "WARNING", "Finding", "check_readiness"]


def check_readiness(cycle: AssessmentCycle, *, user: "User") -> list[Finding]:
    """Everything worth knowing before a run of the cycle, as far as the account sees its groups.

    The inputs are collected and scored as a run would do it, so that what is listed here and what
    a run finds cannot differ.

    Returns:
        errors first; the number of queries does not grow with the cycle.
    """
    findings = [*_systems(cycle, user), *_categories(cycle, user), *_rater_classes(cycle, user)]
    visible = set(cycle.assessees.visible_to(user).values_list("group_key", flat=True))
    try:
        findings += _groups(cycle, collect_bundles(cycle), visible)
    except (ScoringError, MeasureError) as error:
        findings.append(_contradiction(cycle, error, visible))
    return sorted(findings, key=lambda finding: finding.severity != ERROR)


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
    known = cycle.scheme.rater_classes.values("code")
    if not known.exists():
        return
    sheets = ScoreSheet.objects.filter(assessee__in=cycle.assessees.visible_to(user))
    strange = sheets.exclude(rater_class__in=known)
    for code in strange.values_list("rater_class", flat=True).order_by("rater_class").distinct():
        message = _("Score sheets name the rater class “%(code)s”, which the scheme lacks.")
        place, url = cycle.scheme.name, cycle.scheme.get_absolute_url()
        yield Finding(ERROR, place, message % {"code": code}, url)


def _contradiction(cycle: AssessmentCycle, error: Exception, visible: Collection[str]) -> Finding:
    """An error that stops the run; its words may name what only another domain's office sees."""
    message = str(error)
    if cycle.assessees.exclude(group_key__in=visible).exists():
        message = _(
            "Inputs of this cycle contradict each other; whoever answers for all its domains"
            " is shown where."
        )
    return Finding(ERROR, cycle.name, message, cycle.get_absolute_url())


def _groups(
    cycle: AssessmentCycle, groups: Sequence[CollectedGroup], visible: Collection[str]
) -> Iterator[Finding]:
    """Score the groups in the order their links demand and look at the visible ones.

    The others are scored as well: a visible group may read their totals.
    """
    by_key = {group.key: group for group in groups}
    assessees = dict(cycle.assessees.values_list("key", "name"))
    systems = dict(cycle.assessees.order_by().values_list("group_key", "system").distinct())
    nodes = ordered_nodes_of(set(systems.values()))
    totals: dict[str, int | None] = {}
    for key in computing_order(needs_of({key: group.bundle for key, group in by_key.items()})):
        outcome = score(by_key[key].bundle, totals)
        totals |= outcome.linked_totals()
        tree = {node.code: node for node in nodes[systems[key]]}
        if key in visible:
            yield from GroupCheck(cycle, by_key[key], outcome, assessees, tree).findings()
