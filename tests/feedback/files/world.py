"""Files of people and teams for the permission matrix: batches of the own clerk, written cards."""

from typing import Any

from django.db.models import Model

from organization.models import Role, User
from tests.feedback.factories import FileBatchFactory, PersonCardFactory, TeamCardFactory
from tests.organization.factories import UserFactory


def file_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    """Two batches, and the office's words on the cards of the person and of the team."""
    clerk = users["office_staff"] if side.name == "own" else UserFactory(role=Role.OFFICE_STAFF)
    batches = {"unit": side.unit, "requested_by": clerk}
    return {
        "file_batch": FileBatchFactory(**batches),
        "ready_file_batch": FileBatchFactory(complete=True, **batches),
        "person_card": PersonCardFactory(
            cadre=side.objects["dossier_person"], gaps=f"不足 {side.canary}"
        ),
        "team_card": TeamCardFactory(unit=side.unit, traits=f"特点 {side.canary}"),
    }


def file_payloads() -> dict[str, dict[str, Any]]:
    """What a POST must carry to succeed, by URL name."""
    return {
        "feedback:file_edit": {"gaps": "缺少基层经历"},
        "feedback:team_edit": {"principal_places": 1},
        "feedback:filebatch_create": {"format": "docx"},
    }
