from evaluators.filters.conduct import (
    BreachFilter,
    DeductionFilter,
    ExitForm,
    OutcomeFilter,
    RecommendationFilter,
    StarsFilter,
)
from evaluators.filters.pool import (
    EvaluatorFilter,
    NominationFilter,
    PickFilter,
    TrainingFilter,
)
from evaluators.filters.quality import ComplaintFilter, RecheckCaseFilter, ReverseFilter

__all__ = [
    "BreachFilter",
    "ComplaintFilter",
    "DeductionFilter",
    "EvaluatorFilter",
    "ExitForm",
    "NominationFilter",
    "OutcomeFilter",
    "PickFilter",
    "RecheckCaseFilter",
    "RecommendationFilter",
    "ReverseFilter",
    "StarsFilter",
    "TrainingFilter",
]
