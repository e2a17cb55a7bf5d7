from evaluators.tables.conduct import (
    BreachTable,
    DeductionTable,
    ExitTable,
    OutcomeTable,
    RecommendationTable,
    StarsTable,
)
from evaluators.tables.pool import (
    EvaluatorTable,
    NominationTable,
    PickTable,
    TrainingTable,
    standing_words,
)
from evaluators.tables.quality import ComplaintTable, RecheckCaseTable, RecheckTable, ReverseTable

__all__ = [
    "BreachTable",
    "ComplaintTable",
    "DeductionTable",
    "EvaluatorTable",
    "ExitTable",
    "NominationTable",
    "OutcomeTable",
    "PickTable",
    "RecheckCaseTable",
    "RecheckTable",
    "RecommendationTable",
    "ReverseTable",
    "StarsTable",
    "TrainingTable",
    "standing_words",
]
