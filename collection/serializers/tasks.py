"""What the API says of task lists, tasks, milestones and goals, and what it takes."""

from typing import Any

from rest_framework import serializers

from collection.models import Goal, Milestone, MilestoneReport, Task, TaskList, TaskStep


class TaskListSerializer(serializers.ModelSerializer[TaskList]):
    """A list of tasks."""

    class Meta:
        model = TaskList
        fields = ["id", "domain", "year", "name"]


class TaskStepSerializer(serializers.ModelSerializer[TaskStep]):
    """A step that somebody took."""

    taken_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = TaskStep
        fields = ["kind", "words", "taken_by", "taken_at"]


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    """A milestone; reached on the day of the report that was verified."""

    class Meta:
        model = Milestone
        fields = ["id", "task", "title", "due_on", "reached_on"]


class TaskSerializer(serializers.ModelSerializer[Task]):
    """A task with who answers for it, its steps and its milestones."""

    leader_name = serializers.CharField(source="leader.name", read_only=True, default="")
    responsible_name = serializers.CharField(source="responsible.name", read_only=True, default="")
    steps = TaskStepSerializer(many=True, read_only=True)
    milestones = MilestoneSerializer(many=True, read_only=True)

    class Meta:
        model = Task
        fields = [
            "id",
            "task_list",
            "number",
            "title",
            "text",
            "category",
            "sub_plan",
            "leader",
            "leader_name",
            "lead_unit",
            "responsible",
            "responsible_name",
            "other_units",
            "indicators",
            "starts_on",
            "due_on",
            "weight",
            "state",
            "steps",
            "milestones",
        ]


class WordsSerializer(serializers.Serializer[Any]):
    """Words with a step."""

    words = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class VerdictSerializer(WordsSerializer):
    """Pass on, or give back with a reason."""

    verdict = serializers.ChoiceField(choices=["pass", "return"])


class MilestoneReportSerializer(serializers.ModelSerializer[MilestoneReport]):
    """A report on a milestone; its file is sent on the page."""

    class Meta:
        model = MilestoneReport
        fields = ["id", "milestone", "text", "figure", "state", "words", "reported_at"]
        read_only_fields = ["milestone", "state", "words"]


class SplitGoalSerializer(serializers.ModelSerializer[Goal]):
    """A goal or a part of one, with the result told for it."""

    holder = serializers.CharField(read_only=True)

    class Meta:
        model = Goal
        fields = [
            "id",
            "task_list",
            "task",
            "parent",
            "title",
            "kind",
            "measure",
            "target",
            "unit",
            "appointment",
            "holder",
            "due_on",
            "result",
            "base",
        ]
        read_only_fields = ["parent", "result", "base"]


class GoalResultSerializer(serializers.Serializer[Any]):
    """What came of a goal; for a rate also of how many."""

    result = serializers.DecimalField(max_digits=20, decimal_places=4)
    base = serializers.DecimalField(
        max_digits=20, decimal_places=4, required=False, allow_null=True, default=None
    )
