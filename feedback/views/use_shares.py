"""Which share of the decided results was used (PAIN-09), as a page and as a spreadsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from feedback.exports import share_workbook
from feedback.forms.uses import ShareFilterForm
from feedback.selectors.uses import (
    Decided,
    ShareLine,
    decided_results,
    shares_by_assessment,
    shares_by_grade,
    shares_by_kind,
    shares_by_unit,
    shares_by_year,
)
from feedback.services.uses import record_share_export
from organization.exports import workbook_response
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

ROWS_A_PAGE = 50
READERS = (Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)


@dataclass(frozen=True)
class Asked:
    """What the report speaks of."""

    form: ShareFilterForm
    years: Sequence[ShareLine]
    decisions: Decided

    def shares(self) -> Mapping[str, Sequence[ShareLine]]:
        """All ways to cut it but by unit, by their titles."""
        return {
            _("Year"): self.years,
            _("Assessment"): shares_by_assessment(self.decisions),
            _("Grade"): shares_by_grade(self.decisions),
        }


@require_safe
@role_required(*READERS)
def useshare_list(request: AuthenticatedRequest) -> HttpResponse:
    asked = _asked(request)
    units = shares_by_unit(asked.decisions)
    context = {
        "form": asked.form,
        "shares": asked.shares(),
        "kinds": shares_by_kind(asked.decisions),
        "units": Paginator(units, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "query": request.GET.urlencode(),
    }
    return render(request, "feedback/useshare_list.html", context)


@require_safe
@never_cache
@role_required(*READERS)
def useshare_export(request: AuthenticatedRequest) -> FileResponse:
    asked = _asked(request)
    shares = {**asked.shares(), _("Unit"): shares_by_unit(asked.decisions)}
    content = share_workbook(shares, shares_by_kind(asked.decisions))
    record_share_export(year=asked.form.chosen_year, by=request.user)
    return workbook_response(content, file_name=f"{_('Use of results')}.xlsx")


def _asked(request: AuthenticatedRequest) -> Asked:
    decisions = decided_results(request.user)
    years = shares_by_year(decisions)
    today = timezone.localdate()
    form = ShareFilterForm(request.GET, years=[line.label for line in years], today=today)
    narrowed = decisions.filter(year=form.chosen_year)
    if kind := form.assessment_kind:
        narrowed = narrowed.filter(assessee__cycle__kind=kind)
    return Asked(form, years, narrowed)
