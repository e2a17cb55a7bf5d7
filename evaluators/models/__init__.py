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
from evaluators.models.qualification import Certificate, GateCheck, Nomination, PoolPolicy
from evaluators.models.training import (
    FieldPractice,
    ResearchTopic,
    TrainingAttendance,
    TrainingNeed,
    TrainingResource,
    TrainingSession,
)

__all__ = [
    "POOL_ROLES",
    "AssessmentGroup",
    "Certificate",
    "Evaluator",
    "FieldPlan",
    "FieldPractice",
    "GateCheck",
    "GroupRole",
    "GroupTemplate",
    "LetterVersion",
    "Nomination",
    "PlanUnit",
    "PoolPolicy",
    "ResearchTopic",
    "ReservePlace",
    "RosterSpell",
    "Seat",
    "Signature",
    "Tag",
    "TemplateSeat",
    "Tie",
    "TrainingAttendance",
    "TrainingNeed",
    "TrainingResource",
    "TrainingSession",
    "Waiver",
    "Workplace",
]
