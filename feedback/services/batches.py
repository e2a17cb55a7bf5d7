"""Batches of reports: the health checks of a comparison group as one ZIP."""

from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.models import Result, RunGroup
from feedback.models import ReportBatch
from feedback.paper import report_docx, report_pdf
from feedback.rules.health_check import HealthCheck
from feedback.selectors.health_checks import health_check, read_group, reported_results
from organization.models import User
from organization.paper.file_names import file_name
from organization.services.batches import Paper, Workshop

MAKERS: dict[str, Callable[[HealthCheck], bytes]] = {
    ReportBatch.Format.PDF: report_pdf,
    ReportBatch.Format.DOCX: report_docx,
}


def order_batch(group: RunGroup, *, format: str, by: User) -> ReportBatch:
    """Queue the reports of a comparison group, as far as the account sees its results.

    Raises:
        ValidationError: the group has no results yet (`no_results`).
    """
    count = _results(group, by).count()
    if not count:
        raise ValidationError(_("This comparison group has no results yet."), code="no_results")
    batch = ReportBatch(group=group, format=format, total_count=count, requested_by=by)
    return WORKSHOP.order(batch, by=by, after={"format": format, "reports": count})


def cancel_batch(batch: ReportBatch, *, by: User) -> None:
    """Stop a batch; raises ValidationError when it is finished (`finished`)."""
    WORKSHOP.cancel(batch, by=by)


def make_batch(batch_id: int) -> bool:
    """Make the ZIP of a queued batch, once; whether this call stored it."""
    return WORKSHOP.make(batch_id)


def sweep_batches() -> None:
    """Return the batches of dead workers to the queue and call for whoever was not fetched."""
    WORKSHOP.sweep()


def _results(group: RunGroup, user: User) -> QuerySet[Result]:
    return reported_results(user).filter(group=group).order_by("assessee__key")


def _reports(batch: ReportBatch) -> Iterator[Paper]:
    language = batch.requested_by.language
    group = RunGroup.objects.select_related("run").get(pk=batch.group_id)
    figures, make = read_group(group), MAKERS[batch.format]
    for result in _results(group, batch.requested_by):
        check = health_check(result, language, figures=figures)
        name = file_name(check.assessee, check.provenance.cycle, suffix=batch.format)
        # The key comes first: two units may bear one name.
        yield Paper(
            f"{file_name(result.assessee.key)} {name}", check.provenance.computed_on, make(check)
        )


WORKSHOP = Workshop(ReportBatch, "feedback.tasks.make_batch_task", _reports)
