"""A textarea whose lines are rows of a table: scripts show it as one."""

import json
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _


class RowsArea(forms.Textarea):
    """One row a line; the page offers cells for them that take a block from a spreadsheet.

    Args:
        columns: labels of the columns.
        between: what stands between the ends of a score band; empty for other tables.
        tabs: cells are parted by tabs, since they may hold blanks.
        rows: the rows that are there, where the text alone does not say where a cell ends.
    """

    def __init__(
        self,
        columns: Sequence[str],
        *,
        between: str = "",
        tabs: bool = False,
        rows: Sequence[Sequence[str]] | None = None,
    ) -> None:
        attrs = {"rows": 5, "data-columns": json.dumps(columns), "data-remove": _("Remove the row")}
        if tabs:
            attrs["data-tabs"] = True
        if between:
            attrs |= {"data-between": between, "data-rows": json.dumps(rows or [])}
        super().__init__(attrs)
