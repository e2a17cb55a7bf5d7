"""Results of a comparison group, and the explanation of one."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from assessment.charts import spread_chart
from assessment.exports import result_workbook
from assessment.filters import ResultFilterForm
from assessment.models import Result, RunGroup, ScoreRun
from assessment.selectors.decisions import grade_story
from assessment.selectors.explanations import Explanation, Row, explanation
from assessment.selectors.quotas import quota_lines
from assessment.selectors.results import ResultRow, result_rows
from assessment.tables import ResultTable, with_quota_lines
from collection.models import EVENT_READERS
from organization.exports import workbook_response
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, User
from organization.navigation import links_about


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
@vary_on_headers("HX-Request")
def result_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    group = _visible_group(request, pk)
    scheme = group.run.cycle.scheme
    rows, quotas = result_rows(group), quota_lines(group)
    ranked = [row for row in rows if row.total is not None]
    filters = ResultFilterForm(request.GET, scheme=scheme)
    # A line between rows means something only where all rows stand by place.
    by_place = not filters.has_changed() and "sort" not in request.GET
    ladder = [grade.code for grade in scheme.grades.all()]
    listed = with_quota_lines(filters.narrow(ranked), quotas if by_place else [], ladder=ladder)
    # Without an earlier published cycle of the kind there is nothing to compare with.
    has_change = any(row.total_change is not None for row in ranked)
    table = ResultTable(listed, decimals=scheme.decimals, exclude=() if has_change else ("change",))
    RequestConfig(request, paginate={"per_page": 100}).configure(table)
    template = "assessment/result_list.html"
    if request.htmx:
        template += "#table"
    context = {
        "group": group,
        "filters": filters,
        "quotas": quotas,
        "table": table,
        "without_total": filters.narrow([row for row in rows if row.total is None]),
        "spread": spread_chart([row.total for row in ranked if row.total is not None]),
        "size": len(rows),
        "scored": len(ranked),
        "decided": sum(_is_decided(row, group) for row in rows),
        "is_published": hasattr(group, "publication"),
        "newer_run": group.run.cycle.runs.filter(
            state=ScoreRun.State.COMPLETE, number__gt=group.run.number
        ).first(),
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, template, context)


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
def result_export(request: AuthenticatedRequest, pk: int) -> FileResponse:
    group = _visible_group(request, pk)
    content = result_workbook(group, result_rows(group))
    file_name = f"{group.run.cycle.name}-{group.name}-{group.run.number}.xlsx"
    return workbook_response(content, file_name=file_name)


@require_safe
@login_required
def result_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    results = Result.objects.visible_to(request.user).select_related(
        "assessee__cycle",
        "assessee__appointment",
        "group__publication",
        "group__run__cycle__scheme",
    )
    result = get_object_or_404(results, pk=pk)
    told = explanation(result, "en" if get_language() == "en" else "zh")
    by_loss, is_exact = request.GET.get("order") == "loss", "exact" in request.GET
    decimals, exact_places = result.group.run.cycle.scheme.decimals, _decimals_of(told)
    context = {
        "result": result,
        "run": result.group.run,
        "explanation": told,
        "story": grade_story(result),
        "by_loss": by_loss,
        "rows": _leaves_by_loss(told) if by_loss else told.rows,
        "decimals": decimals,
        "places": exact_places if is_exact else max(2, decimals),
        "exact_places": exact_places,
        "is_exact": is_exact,
        "addresses": _addresses(request.path, by_loss=by_loss, is_exact=is_exact),
        "links": _links(result, request.user),
        "sees_group": request.user.has_role(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER),
        "sees_events": request.user.has_role(*EVENT_READERS),
        "may_decide": request.user.has_role(Role.OFFICE_STAFF)
        and not hasattr(result.group, "publication"),
    }
    return render(request, "assessment/result_detail.html", context)


def _links(result: Result, user: User) -> list[tuple[str, str]]:
    """What higher apps know of the result, and of whom it is about."""
    post, unit = result.assessee.appointment, result.assessee.unit_id
    about = ("cadre", post.cadre_id) if post else ("unit", unit)
    own = links_about("result", result.pk, user)
    if result.is_told_in_points:
        own = [*links_about("report", result.pk, user), *own]
    return [*own, *links_about(*about, user)]


def _visible_group(request: AuthenticatedRequest, pk: int) -> RunGroup:
    groups = RunGroup.objects.visible_to(request.user).select_related(
        "run__cycle__scheme", "publication__published_by"
    )
    return get_object_or_404(groups, pk=pk)


def _is_decided(row: ResultRow, group: RunGroup) -> bool:
    return row.decision is not None and row.decision.run_id == group.run_id


def _leaves_by_loss(told: Explanation) -> list[Row]:
    return sorted((row for row in told.rows if row.is_leaf), key=lambda row: -row.lost)


def _addresses(path: str, *, by_loss: bool, is_exact: bool) -> dict[str, str]:
    """Where the page is seen otherwise: by tree or by loss, with few decimals or with all."""

    def address(*, by_loss: bool, is_exact: bool) -> str:
        query = {"order": "loss"} if by_loss else {}
        return f"{path}?{urlencode(query | ({'exact': 1} if is_exact else {}))}"

    return {
        "tree": address(by_loss=False, is_exact=is_exact),
        "loss": address(by_loss=True, is_exact=is_exact),
        "exact": address(by_loss=by_loss, is_exact=True),
        "brief": address(by_loss=by_loss, is_exact=False),
    }


def _decimals_of(told: Explanation) -> int:
    """Decimals that write every line of the sum exactly, at least the two of money and marks."""
    exponents = [int(row.points.normalize().as_tuple().exponent) for row in told.rows]
    return max(2, *(-exponent for exponent in exponents)) if exponents else 2
