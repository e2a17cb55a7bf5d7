"""A library model in reading order, and where it was put."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.models import IndicatorSystem, LibraryModel, ModelNode, SystemNode
from indicators.rules.trees import arrange
from indicators.selectors.trees import engine_language
from scoring import RULES, rule_sentence, validate_rule

if TYPE_CHECKING:
    from organization.models import User


@dataclass(frozen=True)
class ModelRow:
    """A node of a model where it stands: its path number such as "1.2" and its level from 1."""

    node: ModelNode
    number: str
    level: int

    @property
    def sentence(self) -> str:
        """Its rule in one sentence; empty while the rule cannot run."""
        node = self.node
        if not node.rule or validate_rule(node.rule, node.params):
            return ""
        return rule_sentence(node.rule, node.params, engine_language())

    @property
    def source_name(self) -> str:
        """Where the value of a leaf comes from, in words."""
        return str(dict(SystemNode.Source.choices).get(self.node.source, ""))

    @property
    def rule_name(self) -> str:
        """What people call its rule."""
        rule = RULES.get(self.node.rule)
        return rule.name[engine_language()] if rule else ""


def model_rows(model: LibraryModel) -> list[ModelRow]:
    """The nodes of a model, each parent before its children, read with one query."""
    nodes = {
        node.pk: node
        for node in ModelNode.objects.filter(model=model)
        .select_related("indicator")
        .order_by("position", "code")
    }
    places = arrange([(node.pk, node.parent_id) for node in nodes.values()])
    return [ModelRow(nodes[place.key], place.number, place.level) for place in places]


def insertions_of(model: LibraryModel, user: "User") -> list[SystemNode]:
    """The sections at which a model stands in the systems that the account sees."""
    nodes = SystemNode.objects.filter(
        library_model=model, system__in=IndicatorSystem.objects.visible_to(user)
    )
    tops = nodes.exclude(parent__library_model=model)
    return list(tops.select_related("system__category", "parent").order_by("-system__year", "pk"))
