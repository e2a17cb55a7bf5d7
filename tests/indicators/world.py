"""Indicators, systems and figures for the permission matrix, and what a POST to them must carry."""

from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone

from organization.models import User
from tests.indicators.factories import (
    IndicatorFactory,
    LeafFactory,
    LinkFactory,
    PersonWeightFactory,
    StepFactory,
    TreeFactory,
    ValueFactory,
)
from tests.indicators.library_factories import (
    IndicatorReviewFactory,
    ModelTreeFactory,
    ProcessStepFactory,
)
from tests.indicators.merger_factories import MergerFactory
from tests.indicators.review_factories import FigureReviewFactory
from tests.organization.factories import UnitFactory

PROOF = b"%PDF-1.7 proof"


class Proof:
    """A file to be uploaded again and again: the test client reads a real one only once."""

    name = "proof.pdf"
    content_type = "application/pdf"

    def read(self) -> bytes:
        return PROOF


def indicator_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    draft = TreeFactory(category=side.category, name=f"草案 {side.canary}")
    section = draft.nodes.get(code="A1")
    earlier = side.objects["system"]
    later = TreeFactory(
        published=True, category=side.category, name=f"新版 {side.canary}", copied_from=earlier
    )
    linked = LeafFactory(system=draft, parent=section, code="LNK", weight=0, linked=True)
    indicator = IndicatorFactory(owner=side.unit, name=f"指标 {side.canary}")
    value = ValueFactory(unit=side.unit, indicator=indicator, note=side.canary, period="2020")
    raised = IndicatorFactory(owner=side.unit, unit_of_measure="%")
    for unit, series, figure in ((side.unit, "target", 6), (None, "benchmark", 5)):
        ValueFactory(indicator=raised, unit=unit, series=series, value=figure, period="2020")
    leaf = draft.nodes.get(code="A12")
    deputies = TreeFactory(
        category=side.category, assessee_kind="deputy", name=f"副职体系 {side.canary}"
    )
    duty = deputies.nodes.get(code="A11")
    PersonWeightFactory(node=duty, cadre=side.objects["cadre"], reason=side.canary)
    step = {"node": leaf.pk, "before": {"weight": "15"}, "after": {"weight": "20"}}
    StepFactory(system=draft, changes=[step])
    value.evidence.save("proof.pdf", ContentFile(PROOF))
    return {
        "later_system": later,
        "merger": MergerFactory(
            domain=side.domain, department=side.unit, name=f"归并 {side.canary}"
        ),
        "draft_system": draft,
        "draft_deputy_system": deputies,
        "draft_section": section,
        "draft_leaf": leaf,
        "draft_linked_leaf": linked,
        "result_link": LinkFactory(
            node=linked, unit=side.unit, target=UnitFactory(domain=side.domain)
        ),
        "indicator": indicator,
        "reported_value": value,
        "raised_indicator": raised,
        # Shared by everybody who builds systems, so without the canary of a side.
        "library_model": ModelTreeFactory(),
        "process": ProcessStepFactory().process,
        "yearly_review": IndicatorReviewFactory(indicator=indicator, reason=side.canary, year=2020),
        "figure_review": FigureReviewFactory(unit=side.unit, indicator=indicator, note=side.canary),
    }


def indicator_payloads(side: Any) -> dict[str, dict[str, Any] | list[Any]]:
    """What a POST must carry to succeed, by URL name."""
    draft, leaf = side.objects["draft_system"], side.objects["draft_leaf"]
    indicator = side.objects["indicator"]
    section = {"code": "NEW", "name": "新", "kind": "scored", "weight": "0"}
    facts = {"code": "NEW", "name": "新", "unit_of_measure": "亿元", "direction": 1}
    merger = {
        "name": "平安建设考核",
        "domain": side.domain.pk,
        "department": side.unit.pk,
        "level": "province",
        "year": 2023,
        "lines": "P1 | 信访总量 | 件",
    }
    duties = {
        f"weight-{node.pk}": node.weight for node in side.objects["draft_deputy_system"].nodes.all()
    }
    weights = {f"weight-{node.pk}": node.weight for node in draft.nodes.all()}
    target = side.objects["result_link"].target.pk
    return {
        "indicators:system_create": {
            "category": side.category.pk,
            "assessee_kind": "unit",
            "year": 2030,
            "name": "新体系",
            "full_marks": "100",
        },
        "indicators:special_create": {
            "category": side.category.pk,
            "assessee_kind": "unit",
            "year": 2030,
            "name": "专项考核",
            "full_marks": "100",
            "rows": "方面\t指标\t100",
        },
        "indicators:system_edit": {"name": "改名", "full_marks": "100"},
        "indicators:system_copy": {"year": 2031},
        "indicators:merger_create": merger,
        "indicators:merger_edit": merger,
        "indicators:version_create": {"since": "2023-07-01", "reason": "增加生态指标"},
        "indicators:version_edit": {"since": "2023-07-01", "reason": "增加生态指标"},
        "indicators:node_create": section,
        "indicators:node_edit": section,
        "indicators:node_weight": {"weight": "19"},
        "indicators:node_rename": {"name": "改名"},
        "indicators:node_insert": {"name": "新增", "weight": "5"},
        "indicators:node_move": {"direction": "up"},
        "indicators:system_weights": {f"weight-{leaf.pk}": "19"},
        "indicators:override_edit": weights,
        "indicators:person_weight_edit": duties,
        "indicators:override_share": {
            "source": side.unit.pk,
            "units": [side.unit.pk],
            "reason": "同类单位一致",
        },
        "indicators:link_list": {"unit": side.unit.pk, "target": target, "weight": "2"},
        "indicators:evidence_upload": {"file": Proof()},
        "indicators:target_answer": {"kind": "accepted", "reason": "基数低"},
        "indicators:review_check": {
            "system": draft.pk,
            "period": "2020",
            "due_on": timezone.localdate(),
        },
        "indicators:review_create": {"note": "再看", "due_on": timezone.localdate()},
        "indicators:review_answer": {"answer": "口径不同"},
        "indicators:review_settle": {"state": "rejected", "reason": "与年鉴不符"},
        "indicators:value_withdraw": {"reason": "报错单位"},
        "indicators:indicator_create": facts,
        "indicators:indicator_copy": {"code": "COPY", "name": "新"},
        "indicators:status_create": {
            "status": "evaluating",
            "reason": "年度评估",
            "decided_on": "2024-01-10",
        },
        "indicators:verdict_edit": {
            "verdict": "keep",
            "reason": "区分度好",
            "decided_on": "2024-01-10",
        },
        "indicators:model_insert": {
            "section": side.objects["draft_section"].pk,
            "code": "INS",
            "weight": "10",
        },
        "api:indicator-copy": {"code": "API-COPY", "name": "新"},
        "api:librarymodel-insert": {
            "section": side.objects["draft_section"].pk,
            "code": "API-INS",
            "weight": "10",
        },
        "indicators:model_create": {
            "section": side.objects["draft_section"].pk,
            "code": "KEPT",
            "name": "新",
        },
        "indicators:indicator_edit": {**facts, "owner": side.unit.pk},
        "api:system-list": {
            "category": side.category.code,
            "assessee_kind": "unit",
            "year": 2032,
            "name": "新体系",
        },
        "api:system-nodes": {"name": "新增", "weight": "5"},
        "api:system-weights": [{"id": leaf.pk, "weight": "19", "version": 1}],
        "api:node-detail": {"name": "改名", "version": 1},
        "api:node-move": {"parent": None, "position": 0, "version": 1},
        "api:value-list": [
            {"indicator": indicator.code, "unit": side.unit.code, "period": "2021", "value": "1"}
        ],
    }
