"""Ranks live inside a category; results of enterprises leave as a file and nothing is paid."""

import io

import openpyxl
import pytest
from django.urls import reverse

from assessment.models import RunGroup
from assessment.services.cycles import open_cycle
from tests.assessment.factories import OPENED_ON, CycleFactory
from tests.assessment.worlds import make_units, report, run_to_end
from tests.indicators.factories import LeafFactory, SystemFactory
from tests.organization.factories import CategoryFactory, UserFactory

pytestmark = pytest.mark.django_db


def scored(category, figures):
    """A system of one leaf for a category, with a unit for each figure."""
    system = SystemFactory(published=True, category=category)
    LeafFactory(system=system, code="L", weight=100)
    units = make_units(category, len(figures))
    for unit, figure in zip(units, figures, strict=True):
        report(system, unit, [figure])
    return system, units


def test_ind_11_a_department_never_ranks_against_another_class(client, office_clerk):
    """IND-11: two classes (经济发展类, 执法服务类), ranked inside the class."""
    classes = [
        scored(CategoryFactory(name=name), figures)
        for name, figures in (
            ("经济发展类", (95, 85, 75)),
            ("执法服务类", (90, 80)),
        )
    ]
    cycle = CycleFactory(systems=[system for system, _units in classes])
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    run = run_to_end(cycle)
    client.force_login(office_clerk)
    for system, units in classes:
        group = RunGroup.objects.get(run=run, key=f"{system.category.code}/unit")
        ranks = list(group.results.order_by("rank").values_list("rank", "assessee__unit"))
        assert ranks == [(place, unit.pk) for place, unit in enumerate(units, 1)]
        page = client.get(reverse("assessment:result_list", args=[group.pk])).content.decode()
        strangers = [unit for other, members in classes if other != system for unit in members]
        assert not any(unit.label in page for unit in strangers)


def test_ind_16_results_of_enterprises_are_exported_and_pay_is_nowhere(client, office_clerk):
    """IND-16: a scheme of their own for enterprises; export only, no payroll."""
    system, units = scored(CategoryFactory(name="省属企业"), (92, 88))
    cycle = CycleFactory(systems=[system])
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    group = RunGroup.objects.get(run=run_to_end(cycle))
    client.force_login(office_clerk)
    export = client.get(reverse("assessment:result_export", args=[group.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(export.streaming_content)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == [unit.code for unit in units]
    assert [float(row[3]) for row in rows[1:]] == [92, 88]
    head = " ".join(str(cell) for cell in rows[0])
    assert not any(word in head.lower() for word in ("pay", "salary", "bonus"))
