import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import OverlayFact, Result
from assessment.selectors import bundles
from assessment.selectors.bundles import collect_bundles, missing_law
from assessment.selectors.trees import ordered_nodes
from assessment.services.freezing import snapshot_digest
from indicators.models import ReportedValue, SystemNode
from scoring import Bundle, score
from scoring.tree import build_tree
from tests.assessment.factories import OverlayFactFactory
from tests.assessment.worlds import make_linked_cycle, make_team_cycle, make_unit_cycle, run_to_end
from tests.indicators.factories import ExemptionFactory, OverrideFactory

pytestmark = pytest.mark.django_db


def queries_of(cycle) -> int:
    with CaptureQueriesContext(connection) as queries:
        collect_bundles(cycle)
    return len(queries)


def test_number_of_queries_does_not_grow_with_groups_or_assessees():
    assert queries_of(make_team_cycle(2)) == queries_of(make_team_cycle(6))
    assert queries_of(make_unit_cycle(2)) == queries_of(make_unit_cycle(6))


@pytest.mark.parametrize("portion", [1, 3])
def test_a_cycle_read_in_portions_freezes_to_the_same_digests(portion, monkeypatch):
    cycle = make_linked_cycle(3)
    OverlayFactFactory(assessee=cycle.assessees.first())
    whole = run_to_end(cycle)
    monkeypatch.setattr(bundles, "PORTION", portion)
    sizes = [len(groups) for groups in bundles.collect_portions(cycle)]
    assert len(sizes) > 1
    assert sum(sizes) == whole.groups.count()
    in_portions = run_to_end(cycle)
    assert in_portions.digest == whole.digest
    found = ("key", "stage", "digest", "outcome_digest")
    assert list(in_portions.groups.values_list(*found)) == list(whole.groups.values_list(*found))


def test_order_of_rows_has_no_say_in_any_digest():
    """T26: the same figures, stored in another order, freeze to the same digests."""
    cycle = make_linked_cycle(3)
    first = run_to_end(cycle)
    rows = list(ReportedValue.objects.order_by("-pk"))
    ReportedValue.objects.all().delete()
    for row in rows:
        row.pk = None
        row.save(force_insert=True)
    second = run_to_end(cycle)
    assert second.digest == first.digest
    assert list(second.groups.values_list("key", "digest", "outcome_digest")) == list(
        first.groups.values_list("key", "digest", "outcome_digest")
    )


def test_snapshot_digest_does_not_depend_on_the_order_of_groups():
    assert snapshot_digest({"a": "1", "b": "2"}) == snapshot_digest({"b": "2", "a": "1"})
    assert snapshot_digest({"a": "1", "b": "2"}) != snapshot_digest({"a": "2", "b": "1"})


def test_changed_figure_changes_the_digest():
    cycle = make_unit_cycle(3)
    before = run_to_end(cycle).digest
    value = ReportedValue.objects.first()
    value.value += 1
    value.save()
    assert run_to_end(cycle).digest != before


def test_results_in_the_database_are_the_engines_own():
    """Through freezing, storage and back: every micro-point, total and place."""
    run = run_to_end(make_unit_cycle(7))
    group = run.groups.get()
    outcome = score(Bundle.from_bytes(bytes(group.frozen.content)))
    stored = {result.assessee.key: result for result in group.results.all()}
    for row, key in enumerate(outcome.assessees):
        assert np.array_equal(stored[key].points, outcome.points[row])
        assert np.array_equal(stored[key].full_marks, outcome.full_marks[row])
        assert stored[key].total == outcome.totals()[key]
        assert stored[key].rank == outcome.rank[row]
    assert Result.objects.count() == len(outcome.assessees)


def test_nodes_stand_in_the_order_of_the_engine():
    cycle = make_unit_cycle(2)
    (group,) = collect_bundles(cycle)
    codes = build_tree(group.bundle.nodes, "hold").codes
    assert [node.code for node in ordered_nodes(cycle.systems.get())] == list(codes)


def test_own_weights_and_exempt_sections_reach_the_unit_they_are_for():
    cycle = make_unit_cycle(2)
    first, second = cycle.assessees.order_by("key")
    nodes = {node.code: node for node in cycle.systems.get().nodes.all()}
    OverrideFactory(node=nodes["A11"], unit=first.unit, weight=30)
    OverrideFactory(node=nodes["A12"], unit=first.unit, weight=30)
    ExemptionFactory(node=nodes["B1"], unit=second.unit)
    (group,) = collect_bundles(cycle)
    weights = {(row.assessee, row.node) for row in group.bundle.weights.itertuples()}
    exempt = {(row.assessee, row.node) for row in group.bundle.exemptions.itertuples()}
    assert weights == {(first.key, "A11"), (first.key, "A12")}
    assert exempt == {(second.key, "B11"), (second.key, "B12")}


def test_overlay_facts_are_frozen_with_the_group_they_concern():
    cycle = make_unit_cycle(2)
    assessee = cycle.assessees.first()
    OverlayFactFactory(assessee=assessee, effect=OverlayFact.Effect.DOWNGRADE)
    OverlayFactFactory(assessee=assessee, effect=OverlayFact.Effect.BAR_TOP)
    (group,) = collect_bundles(cycle)
    assert [entry["effect"] for entry in group.bundle.scheme["overlay"]] == ["at_most", "downgrade"]
    assert group.bundle.scheme["overlay"][0]["facts"][0]["assessee"] == assessee.key


@pytest.mark.parametrize(
    ("law", "share", "text"),
    [("", None, ""), ("renormalise", None, "renormalise"), ("floor", "0.6", "floor:0.6")],
)
def test_missing_law_is_written_as_the_engine_reads_it(law, share, text):
    assert missing_law(SystemNode(missing=law, missing_share=share)) == text
