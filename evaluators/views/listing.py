"""What pages with one list share: a page of its table, whole or as the fragment."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django_tables2 import RequestConfig, Table

from organization.http import AuthenticatedRequest

ROWS_A_PAGE = 50


def list_page(
    request: AuthenticatedRequest, table: Table, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Show the page of a table that the address asks for; an HTMX request gets the table alone."""
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    if request.htmx:
        template += "#table"
    return render(request, template, {"table": table, **context})


def without_step(may_edit: bool) -> tuple[str, ...]:
    """The column of next steps is left out for those who only read."""
    return () if may_edit else ("step",)
