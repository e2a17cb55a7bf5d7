"""What the API says of reports of irregularities."""

from typing import Any

from rest_framework import serializers

from assessment.models import Irregularity
from assessment.selectors.fieldwork import assessees_of
from evaluators.models import Evaluator


class IrregularitySerializer(serializers.ModelSerializer[Irregularity]):
    """A report to the office: about whom and whose sheet may be left out."""

    evaluator_name = serializers.CharField(source="evaluator.name", default="", read_only=True)
    assessee_name = serializers.CharField(source="assessee.name", default="", read_only=True)
    reported_by = serializers.StringRelatedField[Any]()
    answered_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = Irregularity
        fields = [
            "id",
            "group",
            "evaluator",
            "evaluator_name",
            "assessee",
            "assessee_name",
            "words",
            "reported_by",
            "reported_at",
            "answer",
            "answered_by",
            "answered_at",
        ]
        read_only_fields = ["group", "answer", "reported_at", "answered_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group = self.context.get("group")
        if group is not None:
            members = Evaluator.objects.filter(seats__group=group)
            self.fields["evaluator"].queryset = members  # type: ignore[attr-defined]
            self.fields["assessee"].queryset = assessees_of(group)  # type: ignore[attr-defined]
