"""Goals of the year of the API: set for oneself, handed down, reached."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import refusals, user_of
from dailyreview.api.base import sent_as
from dailyreview.models import WorkGoal
from dailyreview.selectors.goals import goals_of, own_post, people_below, plan_of
from dailyreview.serializers import GoalPersonSerializer, GoalSerializer
from dailyreview.services.goals import finish_goal, set_goal


class GoalViewSet(ReadOnlyModelViewSet[WorkGoal]):
    """The own goals of the year, and those of everybody whom the account reviews."""

    queryset = WorkGoal.objects.none()
    serializer_class = GoalSerializer
    filterset_fields = ["plan", "appointment"]

    def get_queryset(self) -> QuerySet[WorkGoal]:
        return goals_of(user_of(self.request), timezone.localdate())

    def create(self, request: Request) -> Response:
        """Set a goal for oneself, or hand one down to somebody whom the account reviews."""
        user, today = user_of(request), timezone.localdate()
        sent = sent_as(GoalSerializer, request, appointment=people_below(user, today))
        post = sent.pop("appointment", None) or own_post(user, today)
        if post is None:
            raise ValidationError({"appointment": [_("Say for whom.")]})
        plan = plan_of(post.unit.domain_id, today.year)
        if plan is None:
            raise ValidationError(_("The office has made no plan of this year yet."))
        with refusals():
            goal = set_goal(plan, appointment=post, **sent, by=user)
        return Response(self.get_serializer(goal).data, status=HTTP_201_CREATED)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        """Mark a goal as reached."""
        finish_goal(self.get_object(), by=user_of(request))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses=GoalPersonSerializer(many=True), filters=False)
    @action(detail=False)
    def people(self, request: Request) -> Response:
        """Posts to whose holders the account may hand goals down."""
        page = self.paginate_queryset(people_below(user_of(request), timezone.localdate()))  # type: ignore[arg-type]
        return self.get_paginated_response(GoalPersonSerializer(page, many=True).data)  # type: ignore[arg-type]
