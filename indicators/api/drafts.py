"""The tree of a draft: the same services as the pages, with the same versions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError as RefusedError
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from indicators.api.reading import SystemViewSet as ReadSystemViewSet
from indicators.forms.systems import categories_of
from indicators.models import IndicatorSystem, SystemNode
from indicators.selectors import TreeRow, system_tree
from indicators.selectors.moves import free_code
from indicators.serializers.figures import (
    NodeChangeSerializer,
    NodeEntrySerializer,
    NodeMoveSerializer,
    NodeSerializer,
    SystemEntrySerializer,
    SystemSerializer,
    UndoSerializer,
    WeightSerializer,
)
from indicators.services.drafts import StaleNodeError
from indicators.services.nodes import add_node, delete_node, edit_node, move_node, set_weights
from indicators.services.steps import redo_step, undo_step
from indicators.services.systems import create_system, publish_system
from organization.models import Role


class ChangedByOffice(BasePermission):
    """Whoever sees it reads it; the assessment office alone changes it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        user: Any = request.user
        return request.method in SAFE_METHODS or user.has_role(Role.OFFICE_STAFF)


class StaleVersion(APIException):
    """Somebody changed the node meanwhile: `theirs` is the node as it stands now."""

    status_code = status.HTTP_409_CONFLICT

    def __init__(self, stale: StaleNodeError) -> None:
        row = _row(stale.theirs)
        self.detail: Any = {"detail": stale.messages, "theirs": NodeSerializer(row).data}


@contextmanager
def refusals() -> Iterator[None]:
    """A stale version answers 409, any other refusal of a service 400 with its words."""
    try:
        yield
    except StaleNodeError as stale:
        raise StaleVersion(stale) from stale
    except RefusedError as refusal:
        raise ValidationError({"detail": refusal.messages}) from refusal


def _row(node: SystemNode) -> TreeRow:
    return system_tree(node.system).by_key[node.pk]


def _checked(serializer: Any) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    data: dict[str, Any] = dict(serializer.validated_data)
    return data


class SystemViewSet(ReadSystemViewSet):
    """Indicator systems; the office also begins them, edits their drafts and publishes them."""

    permission_classes = (IsAuthenticated, ChangedByOffice)

    def _draft(self) -> IndicatorSystem:
        systems = IndicatorSystem.objects.in_charge_of(self.request.user)  # type: ignore[arg-type]
        return get_object_or_404(systems.select_related("category"), pk=self.kwargs["pk"])

    @extend_schema(request=SystemEntrySerializer, responses={201: SystemSerializer})
    def create(self, request: Request) -> Response:
        data = _checked(SystemEntrySerializer(data=request.data))
        user: Any = request.user
        get_object_or_404(categories_of(user), pk=data["category"].pk)
        with refusals():
            system = create_system(**data, by=request.user)  # type: ignore[arg-type]
        return Response(SystemSerializer(system).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=NodeEntrySerializer, responses={201: NodeSerializer})
    @action(detail=True, methods=["post"])
    def nodes(self, request: Request, pk: str) -> Response:
        """Add a section or an indicator, behind a sibling or as the last one below its parent."""
        system = self._draft()
        data = _checked(NodeEntrySerializer(data=request.data, context={"system": system}))
        data.setdefault("code", free_code(system_tree(system), data.get("parent")))
        with refusals():
            node = add_node(system, **data, by=request.user)  # type: ignore[arg-type]
        return Response(NodeSerializer(_row(node)).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=WeightSerializer(many=True), responses={204: None})
    @action(detail=True, methods=["post"])
    def weights(self, request: Request, pk: str) -> Response:
        """Set several weights: all or none."""
        system = self._draft()
        form = WeightSerializer(data=request.data, many=True)
        form.is_valid(raise_exception=True)
        rows = form.validated_data
        with refusals():
            set_weights(
                system,
                {row["id"]: row["weight"] for row in rows},
                versions={row["id"]: row["version"] for row in rows},
                by=request.user,  # type: ignore[arg-type]
            )
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=UndoSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Take the last change back, or do it again."""
        system = self._draft()
        act = redo_step if _checked(UndoSerializer(data=request.data))["again"] else undo_step
        with refusals():
            act(system, by=request.user)  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Put a draft into force, once nothing in it is wrong."""
        system = self._draft()
        with refusals():
            publish_system(system, by=request.user)  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)


class NodeViewSet(GenericViewSet[SystemNode]):
    """Nodes of drafts. A change carries the version it was made from; a stale one answers 409."""

    queryset = SystemNode.objects.none()
    serializer_class = NodeSerializer
    permission_classes = (IsAuthenticated, ChangedByOffice)

    def get_queryset(self) -> Any:
        systems = IndicatorSystem.objects.in_charge_of(self.request.user)  # type: ignore[arg-type]
        return SystemNode.objects.filter(system__in=systems).select_related("system", "parent")

    @extend_schema(request=NodeChangeSerializer, responses=NodeSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        node = self.get_object()
        data = _checked(NodeChangeSerializer(data=request.data, context={"system": node.system}))
        with refusals():
            edit_node(node, **data, by=request.user)  # type: ignore[arg-type]
        return Response(NodeSerializer(_row(node)).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete it with everything below it; its version stands in the address."""
        node = self.get_object()
        version = request.query_params.get("version", "")
        if not version.isdecimal() or len(version) > 9:
            raise ValidationError({"version": "A number is needed."})
        with refusals():
            delete_node(node, version=int(version), by=request.user)  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=NodeMoveSerializer, responses=NodeSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """Put it below a parent, at a position counted from 0."""
        node = self.get_object()
        data = _checked(NodeMoveSerializer(data=request.data, context={"system": node.system}))
        with refusals():
            move_node(node, **data, by=request.user)  # type: ignore[arg-type]
        return Response(NodeSerializer(_row(node)).data)
