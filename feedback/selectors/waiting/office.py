"""What waits for the assessment office and the committee."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import AssessmentCycle, GradeDecision, RunGroup, ScoreRun, WorkbookImport
from feedback.models import ReportBatch
from feedback.selectors.waiting.figures import missing_figures, odd_figures
from feedback.selectors.waiting.items import Waiting
from indicators.models import IndicatorSystem
from organization.models import User

# More of one kind than this are not shown; its own page lists them all.
MOST_SHOWN = 8


def office_work(user: User) -> list[Waiting]:
    """Uploads, runs, decisions, publications, missing figures, drafts: in this order."""
    groups = list(_open_groups(user)[:MOST_SHOWN])
    return [
        *_uploads(user),
        *_runs(user),
        *_decisions(groups),
        *_publications(groups),
        *_cycles(user),
        *odd_figures(user),
        *_drafts(user),
        *_batches(user),
    ]


def committee_work(user: User) -> list[Waiting]:
    """Comparison groups whose grades are to be decided."""
    return list(_decisions(_open_groups(user)[:MOST_SHOWN]))


def _uploads(user: User) -> Iterator[Waiting]:
    uploads = WorkbookImport.objects.visible_to(user).filter(state=WorkbookImport.State.PREVIEWED)
    for upload in uploads[:MOST_SHOWN]:
        yield Waiting(
            _("Confirm or drop the upload %(name)s.") % {"name": upload.file_name},
            _("Nothing is stored until you confirm. Uploaded %(day)s.")
            % {"day": _day(upload.uploaded_at)},
            reverse("assessment:import_detail", args=[upload.pk]),
        )


def _runs(user: User) -> Iterator[Waiting]:
    last = ScoreRun.objects.filter(cycle=OuterRef("cycle")).order_by("-number").values("pk")[:1]
    runs = (
        ScoreRun.objects.visible_to(user)
        .filter(pk=Subquery(last), cycle__state=AssessmentCycle.State.OPEN)
        .filter(state__in=[ScoreRun.State.QUEUED, ScoreRun.State.RUNNING, ScoreRun.State.FAILED])
        .select_related("cycle")
    )
    for run in runs[:MOST_SHOWN]:
        if run.state == ScoreRun.State.FAILED:
            task = _("%(run)s has failed: look why.") % {"run": run}
        else:
            task = _("%(run)s is under way.") % {"run": run}
        yield Waiting(
            task, _("Started %(day)s.") % {"day": _day(run.requested_at)}, run.get_absolute_url()
        )


def _open_groups(user: User) -> QuerySet[RunGroup]:
    """Unpublished groups of the last complete run of open cycles, with how many are decided."""
    complete = ScoreRun.objects.filter(
        cycle=OuterRef("run__cycle"), state=ScoreRun.State.COMPLETE
    ).order_by("-number")
    published = RunGroup.objects.filter(
        run__cycle=OuterRef("run__cycle"), key=OuterRef("key"), publication__isnull=False
    )
    in_force = GradeDecision.objects.filter(
        assessee__cycle=OuterRef("run__cycle"),
        assessee__group_key=OuterRef("key"),
        superseded_by=None,
    )
    counted = in_force.order_by().values("assessee__group_key").annotate(n=Count("pk"))
    return (
        RunGroup.objects.visible_to(user)
        .filter(
            ~Exists(published),
            run=Subquery(complete.values("pk")[:1]),
            run__cycle__state=AssessmentCycle.State.OPEN,
        )
        .annotate(decided=Coalesce(Subquery(counted.values("n")), 0))
        .select_related("run__cycle")
        .order_by("run__cycle_id", "key")
    )


def _decisions(groups: "list[RunGroup] | QuerySet[RunGroup]") -> Iterator[Waiting]:
    for group in groups:
        # A quarter's grades are the last reviewer's to decide, not the office's.
        if not _undecided(group) or group.run.cycle.kind == AssessmentCycle.Kind.DAILY:
            continue
        facts = {"group": group.name, "open": _undecided(group), "size": group.size}
        yield Waiting(
            _("%(group)s: %(open)s of %(size)s grades wait for a decision.") % facts,
            _("For the deciding body; %(run)s.") % {"run": group.run},
            reverse("assessment:result_list", args=[group.pk]),
        )


def _publications(groups: list[RunGroup]) -> Iterator[Waiting]:
    for group in groups:
        if _undecided(group):
            continue
        yield Waiting(
            _("%(group)s: all grades are decided and wait for publication.")
            % {"group": group.name},
            _("For a second person, who has not recorded the decisions; %(run)s.")
            % {"run": group.run},
            reverse("assessment:result_list", args=[group.pk]),
        )


def _undecided(group: RunGroup) -> int:
    decided: int = group.decided  # type: ignore[attr-defined]  # annotated by _open_groups
    return max(group.size - decided, 0)


def _cycles(user: User) -> Iterator[Waiting]:
    runs = ScoreRun.objects.filter(cycle=OuterRef("pk")).exclude(
        state__in=[ScoreRun.State.CANCELLED, ScoreRun.State.FAILED]
    )
    cycles = list(
        AssessmentCycle.objects.visible_to(user)
        .exclude(state=AssessmentCycle.State.CLOSED)
        .filter(~Exists(runs))[:MOST_SHOWN]
    )
    missing = missing_figures(cycles)
    for cycle in cycles:
        url = cycle.get_absolute_url()
        if cycle.state == AssessmentCycle.State.DRAFT:
            yield Waiting(
                _("%(cycle)s is prepared and waits to be opened.") % {"cycle": cycle},
                _("For the assessment office."),
                url,
            )
        elif missing.get(cycle.pk):
            count = missing[cycle.pk]
            yield Waiting(
                ngettext(
                    "%(cycle)s: %(count)s figure has not been reported.",
                    "%(cycle)s: %(count)s figures have not been reported.",
                    count,
                )
                % {"cycle": cycle, "count": count},
                _("For the data reporters, before the first run."),
                url,
            )
        else:
            yield _first_run(cycle)


def _first_run(cycle: AssessmentCycle) -> Waiting:
    """What a cycle with every figure waits for: its marking, or the office's first run."""
    if cycle.field_plan_id and cycle.marking_closed_at is None:
        return Waiting(
            _("%(cycle)s is being marked.") % {"cycle": cycle},
            _("For the evaluators, until the office closes the marking."),
            reverse("assessment:marking_board", args=[cycle.pk]),
        )
    return Waiting(
        _("%(cycle)s has every figure and waits for its first run.") % {"cycle": cycle},
        _("For the assessment office."),
        cycle.get_absolute_url(),
    )


def _drafts(user: User) -> Iterator[Waiting]:
    drafts = IndicatorSystem.objects.in_charge_of(user).drafts().select_related("category")
    for system in drafts[:MOST_SHOWN]:
        yield Waiting(
            _("The indicator system %(system)s is a draft.") % {"system": system},
            _("For the assessment office, before a cycle of %(year)s opens.")
            % {"year": system.year},
            system.get_absolute_url(),
        )


def _batches(user: User) -> Iterator[Waiting]:
    batches = ReportBatch.objects.visible_to(user).unfinished().select_related("group")
    for batch in batches[:MOST_SHOWN]:
        facts = {"group": batch.group.name, "done": batch.done_count, "total": batch.total_count}
        yield Waiting(
            _("Reports of %(group)s: %(done)s of %(total)s are made.") % facts,
            _("Ordered %(day)s.") % {"day": _day(batch.requested_at)},
            batch.get_absolute_url(),
        )


def _day(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
