"""Units, categories and domains of the API, and the login that gives a token."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authtoken.serializers import AuthTokenSerializer
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from organization.filters import UnitFilter
from organization.models import Category, Domain, Unit
from organization.serializers import CategorySerializer, DomainSerializer, UnitSerializer
from organization.services.accounts import issue_token


class DomainViewSet(ReadOnlyModelViewSet[Domain]):
    """Domains of the units that the account sees."""

    queryset = Domain.objects.none()
    serializer_class = DomainSerializer

    def get_queryset(self) -> QuerySet[Domain]:
        return Domain.objects.visible_to(self.request.user)  # type: ignore[arg-type]


class CategoryViewSet(ReadOnlyModelViewSet[Category]):
    """Categories of those domains: units are compared inside one only."""

    queryset = Category.objects.none()
    serializer_class = CategorySerializer
    filterset_fields = ["domain"]

    def get_queryset(self) -> QuerySet[Category]:
        return Category.objects.visible_to(self.request.user).select_related("domain")  # type: ignore[arg-type]


class UnitViewSet(ReadOnlyModelViewSet[Unit]):
    """Units that the account sees, with the category they have today."""

    queryset = Unit.objects.none()
    serializer_class = UnitSerializer
    filterset_class = UnitFilter

    def get_queryset(self) -> QuerySet[Unit]:
        visible = Unit.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return visible.with_category_on(timezone.localdate()).select_related("domain", "parent")


class TokenThrottle(AnonRateThrottle):
    """Tries of one address; a name that fails too often is locked out as on the login page."""

    rate = "20/min"


class TokenSerializer(serializers.Serializer[Any]):
    """The key to send as `Authorization: Token <key>`."""

    token = serializers.CharField(read_only=True)


class TokenView(APIView):
    """Gives the token of an account for its name and password."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (TokenThrottle,)

    @extend_schema(request=AuthTokenSerializer, responses=TokenSerializer)
    def post(self, request: Request) -> Response:
        # The lock-out needs Django's own request: it tells the middleware through it.
        form = AuthTokenSerializer(data=request.data, context={"request": request._request})
        form.is_valid(raise_exception=True)
        return Response({"token": issue_token(form.validated_data["user"]).key})


routes = [
    ("domains", DomainViewSet, "domain"),
    ("categories", CategoryViewSet, "category"),
    ("units", UnitViewSet, "unit"),
]
