"""A cycle in the database from workloads: one category, one system, one comparison group for each.

It is written in bulk and past the services, which are not what is measured here. Beside it stands
the table with a row for each mark that the alternatives need.
"""

import io
import json
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pandas as pd
from django.db import connection, models
from django.utils import timezone

from assessment.models import (
    Assessee,
    AssessmentCycle,
    RaterClass,
    Scheme,
    SchemeGrade,
    SchemeQuota,
    ScoreSheet,
)
from benchmarks.marks import Mark
from benchmarks.workload import PARAMS, TOPS, TRIM_ABOVE, UNIT, Workload
from indicators.models import Indicator, IndicatorSystem, ReportedValue, SystemNode
from organization.models import Category, Domain, Unit, User

PERIOD = "2025"


def make_world(groups: Sequence[Workload], source: str, with_marks: Sequence[Workload]) -> int:
    """Write an open cycle, and rows of marks for some of its groups; returns the cycle's key."""
    clerk = User.objects.create(username=f"clerk-{source}-{len(groups)}")
    cycle = AssessmentCycle.objects.create(
        name=f"{source} {groups[0].case} {len(groups)}",
        period=PERIOD,
        scheme=_scheme(f"{source}-{clerk.pk}", groups[0]),
        state=AssessmentCycle.State.OPEN,
        opened_on=timezone.localdate(),
    )
    domain = Domain.objects.create(code=f"d{clerk.pk}", name=str(cycle.pk))
    indicators = _indicators(cycle, groups[0].leaves) if source == "reported" else []
    raters = User.objects.bulk_create(
        User(username=f"rater-{clerk.pk}-{number}")
        for number in range(max(work.raters for work in groups))
    )
    for work in groups:
        system = _system(cycle, domain, work, source, indicators, clerk)
        assessees = _assessees(cycle, system, domain, work)
        if source == "reported":
            _write_values(work, indicators, assessees)
        else:
            chosen = [rater.pk for rater in raters[: work.raters]]
            _write_sheets(work, assessees["id"].to_numpy(), chosen)
    for work in with_marks:
        keep_marks(work, work.seed)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return cycle.pk


def keep_marks(work: Workload, group: int) -> None:
    """Write a workload as a row for each mark, under a number of its own."""
    _insert(Mark, work.long_table().assign(group=group))


def group_key(work: Workload) -> str:
    """The comparison group of a workload: its seed tells the groups of a cycle apart."""
    return f"group-{work.seed:03d}"


def _scheme(code: str, work: Workload) -> Scheme:
    scheme = Scheme.objects.create(code=code, name=code, year=PERIOD, clause="-")
    bars = (("excellent", "90", "0.3"), ("good", "80", None), ("fair", "60", None))
    for position, (grade, bar, share) in enumerate((*bars, ("poor", None, None)), start=1):
        stored = SchemeGrade.objects.create(
            scheme=scheme,
            code=grade,
            name=grade,
            position=position,
            min_score=bar and Decimal(bar) * work.leaves / 100,
        )
        if share:
            SchemeQuota.objects.create(grade=stored, share=Decimal(share))
    RaterClass.objects.create(
        scheme=scheme,
        code="all",
        name="all",
        weight=1,
        aggregation="trimmed",
        trim_above=TRIM_ABOVE,
    )
    return scheme


def _indicators(cycle: AssessmentCycle, count: int) -> list[Indicator]:
    return Indicator.objects.bulk_create(
        Indicator(code=f"I{cycle.pk}-{leaf:03d}", name=f"I{leaf}", unit_of_measure="分")
        for leaf in range(count)
    )


def _system(
    cycle: AssessmentCycle,
    domain: Domain,
    work: Workload,
    source: str,
    indicators: Sequence[Indicator],
    clerk: User,
) -> IndicatorSystem:
    code = f"c{cycle.pk}-{work.seed}"
    system = IndicatorSystem.objects.create(
        category=Category.objects.create(code=code, name=code, domain=domain),
        year=PERIOD,
        name=code,
        full_marks=work.leaves,
        state=IndicatorSystem.State.FROZEN,
        published_at=timezone.now(),
        published_by=clerk,
    )
    cycle.systems.add(system)
    tops = SystemNode.objects.bulk_create(
        SystemNode(
            system=system,
            code=f"T{top}",
            name=f"T{top}",
            position=top,
            weight=len(range(top, work.leaves, TOPS)),
        )
        for top in range(min(TOPS, work.leaves))
    )
    SystemNode.objects.bulk_create(
        SystemNode(
            system=system,
            parent=tops[leaf % TOPS],
            code=f"L{leaf:03d}",
            name=f"L{leaf:03d}",
            position=leaf,
            weight=1,
            source=source,
            rule=work.rule(leaf),
            params=json.loads(PARAMS[work.rule(leaf)]),
            indicator=indicators[leaf] if indicators else None,
        )
        for leaf in range(work.leaves)
    )
    return system


def _assessees(
    cycle: AssessmentCycle, system: IndicatorSystem, domain: Domain, work: Workload
) -> pd.DataFrame:
    """Write the assessees in their order; where values are reported, each is a unit of its own."""
    codes = [f"u{cycle.pk}-{work.seed:03d}-{number:07d}" for number in range(work.assessees)]
    units = Unit.objects.bulk_create(
        (
            Unit(code=code, name=code, domain=domain, level=Unit.Level.COUNTY)
            for code in codes[: 1 if work.assessees > 10_000 else None]
        ),
        batch_size=1000,
    )
    unit_keys = np.resize([unit.pk for unit in units], work.assessees)
    table = pd.DataFrame(
        {
            "cycle_id": cycle.pk,
            "system_id": system.pk,
            "category_id": system.category_id,
            "unit_id": unit_keys,
            "key": codes,
            "name": codes,
            "group_key": group_key(work),
            "group_name": group_key(work),
        }
    )
    _insert(Assessee, table)
    keys = Assessee.objects.filter(cycle=cycle, group_key=group_key(work)).order_by("key")
    return pd.DataFrame({"id": list(keys.values_list("pk", flat=True)), "unit": unit_keys})


def _write_values(work: Workload, indicators: Sequence[Indicator], assessees: pd.DataFrame) -> None:
    table = pd.DataFrame(
        {
            "indicator_id": np.tile([indicator.pk for indicator in indicators], work.assessees),
            "unit_id": np.repeat(assessees["unit"], work.leaves),
            "value": work.marks.reshape(-1) / UNIT,
        }
    )
    blank = {"source_department": "", "evidence": "", "note": ""}
    rest = {"period": PERIOD, "series": "actual", "unit_of_measure": "分", **blank}
    _insert(ReportedValue, table.assign(**rest, reported_at=timezone.now()))


def _write_sheets(work: Workload, assessees: np.ndarray, raters: Sequence[int]) -> None:
    # The sheet's columns are in tree order, where leaf 10 follows leaf 0 below the first node.
    order = [leaf for top in range(TOPS) for leaf in range(top, work.leaves, TOPS)]
    marks = work.marks[:, :, order] * np.int16(ScoreSheet.MARK_SCALE // UNIT)
    packed = marks.reshape(-1, work.leaves).astype("<i2")
    table = pd.DataFrame(
        {
            "assessee_id": np.repeat(assessees, work.raters),
            "evaluator_id": np.tile(raters, work.assessees),
            "rater_class": "all",
            "marks": [row.tobytes() for row in packed],
            "submitted_at": timezone.now(),
        }
    )
    # Sheets come in whatever order people hand them in.
    _insert(ScoreSheet, table.sample(frac=1, random_state=work.seed))


def _insert(model: type[models.Model], table: pd.DataFrame) -> None:
    if connection.vendor != "postgresql":
        rows = (model(**row) for row in table.to_dict("records"))
        model._base_manager.bulk_create(rows, batch_size=1000)
        return
    table = table.assign(**_defaults(model, table))
    names = ", ".join(f'"{name}"' for name in table.columns)
    if "marks" in table:
        table = table.assign(marks=[rf"\x{packed.hex()}" for packed in table["marks"]])
    sql = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN CSV FORCE NOT NULL {names}'
    with connection.cursor() as cursor:
        cursor.copy_expert(sql, io.StringIO(table.to_csv(index=False, header=False)))


def _defaults(model: type[models.Model], table: pd.DataFrame) -> dict[str, list[str]]:
    """What the ORM would write into required columns that the table lacks."""
    absent = [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.null or field.column in table)
    ]
    return {
        field.column: [
            json.dumps(value) if isinstance(value, dict | list) else str(value)
            for value in (field.get_default() for _ in range(len(table)))
        ]
        for field in absent
    }
