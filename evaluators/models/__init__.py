from evaluators.models.groups import (
    AssessmentGroup,
    FieldPlan,
    GroupRole,
    GroupTemplate,
    PlanUnit,
    Seat,
    TemplateSeat,
    Waiver,
)
from evaluators.models.letters import LetterVersion, Signature
from evaluators.models.pool import (
    POOL_ROLES,
    Evaluator,
    ReservePlace,
    RosterSpell,
    Tag,
    Tie,
    Workplace,
)

__all__ = [
    "POOL_ROLES",
    "AssessmentGroup",
    "Evaluator",
    "FieldPlan",
    "GroupRole",
    "GroupTemplate",
    "LetterVersion",
    "PlanUnit",
    "ReservePlace",
    "RosterSpell",
    "Seat",
    "Signature",
    "Tag",
    "TemplateSeat",
    "Tie",
    "Waiver",
    "Workplace",
]
