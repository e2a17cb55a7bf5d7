from evaluators.models.forming import (
    FormingRun,
    GroupLink,
    RecusalRule,
    Waiver,
)
from evaluators.models.groups import (
    AssessmentGroup,
    FieldPlan,
    PlanSeat,
    PlanUnit,
    Seat,
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
from evaluators.models.roles import GroupRole, GroupTemplate, MatchRule, TemplateSeat
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
    "FormingRun",
    "GateCheck",
    "GroupLink",
    "GroupRole",
    "GroupTemplate",
    "LetterVersion",
    "MatchRule",
    "Nomination",
    "PlanSeat",
    "PlanUnit",
    "PoolPolicy",
    "RecusalRule",
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
