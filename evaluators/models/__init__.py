from evaluators.models.conduct import Breach, CareerOutcome, HomeDeduction, Recommendation
from evaluators.models.forming import (
    FormingRun,
    GroupLink,
    RecusalRule,
    Waiver,
)
from evaluators.models.groups import (
    AssessmentGroup,
    PlanUnit,
    Seat,
)
from evaluators.models.letters import LetterVersion, Signature
from evaluators.models.plans import FieldPlan, PlanSeat
from evaluators.models.points import (
    PointsEntry,
    PointsItem,
    PointsVersion,
    StarLevel,
    YearStars,
)
from evaluators.models.pool import (
    POOL_ROLES,
    Evaluator,
    RosterSpell,
    Tag,
)
from evaluators.models.qualification import Certificate, GateCheck, Nomination, PoolPolicy
from evaluators.models.rechecks import Complaint, RecheckCase, RecheckSample
from evaluators.models.reviews import (
    EvaluatorReview,
    ReverseAnswer,
    ReverseEvaluation,
    ReverseInvitation,
    ReverseQuestion,
)
from evaluators.models.roles import GroupRole, GroupTemplate, MatchRule, TemplateSeat
from evaluators.models.training import (
    FieldPractice,
    ResearchTopic,
    TrainingAttendance,
    TrainingNeed,
    TrainingResource,
    TrainingSession,
)
from evaluators.models.uploads import PoolUpload
from evaluators.models.workplaces import ReservePlace, Tie, Workplace

__all__ = [
    "POOL_ROLES",
    "AssessmentGroup",
    "Breach",
    "CareerOutcome",
    "Certificate",
    "Complaint",
    "Evaluator",
    "EvaluatorReview",
    "FieldPlan",
    "FieldPractice",
    "FormingRun",
    "GateCheck",
    "GroupLink",
    "GroupRole",
    "GroupTemplate",
    "HomeDeduction",
    "LetterVersion",
    "MatchRule",
    "Nomination",
    "PlanSeat",
    "PlanUnit",
    "PointsEntry",
    "PointsItem",
    "PointsVersion",
    "PoolPolicy",
    "PoolUpload",
    "RecheckCase",
    "RecheckSample",
    "Recommendation",
    "RecusalRule",
    "ResearchTopic",
    "ReservePlace",
    "ReverseAnswer",
    "ReverseEvaluation",
    "ReverseInvitation",
    "ReverseQuestion",
    "RosterSpell",
    "Seat",
    "Signature",
    "StarLevel",
    "Tag",
    "TemplateSeat",
    "Tie",
    "TrainingAttendance",
    "TrainingNeed",
    "TrainingResource",
    "TrainingSession",
    "Waiver",
    "Workplace",
    "YearStars",
]
