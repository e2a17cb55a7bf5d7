"""What this app brings to version 1 of the API."""

from dailyreview.api.dossier import DossierEntryViewSet
from dailyreview.api.grades import GradeViewSet
from dailyreview.api.plans import DailyPlanViewSet, QuarterViewSet
from dailyreview.api.records import RecordViewSet

routes = [
    ("daily-plans", DailyPlanViewSet, "daily-plan"),
    ("daily-quarters", QuarterViewSet, "daily-quarter"),
    (r"daily-quarters/(?P<quarter_pk>\d+)/grades", GradeViewSet, "quarter-grade"),
    ("dossier-entries", DossierEntryViewSet, "dossier-entry"),
    ("quarter-records", RecordViewSet, "quarter-record"),
]
