"""Dossiers for the permission matrix: one person with a fact that waits and two years to seal."""

import datetime as dt
from typing import Any

from django.db.models import Model

from dailyreview.models import DossierEntry
from organization.models import User
from tests.dailyreview.factories import (
    DossierBatchFactory,
    DossierEntryFactory,
    DossierSealFactory,
    SavedSearchFactory,
)
from tests.organization.factories import AppointmentFactory, UserFactory, id_number


def dossier_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    """2022 is signed, 2023 is not; a fact of 2024 that the person wrote waits."""
    cadre = AppointmentFactory(
        unit=side.unit, in_team=False, cadre__name=f"档案干部 {side.canary}"
    ).cadre
    told = {"cadre": cadre, "unit": side.unit, "fact": f"获奖 {side.canary}"}
    for year in (2022, 2023):
        DossierEntryFactory(confirmed=True, happened_on=dt.date(year, 5, 1), **told)
    DossierSealFactory(cadre=cadre, year=2022)
    owner = users["office_staff"] if side.name == "own" else UserFactory()
    return {
        "dossier_person": cadre,
        "dossier_entry": DossierEntryFactory(origin=DossierEntry.Origin.OWN, **told),
        "dossier_list": DossierBatchFactory(requested_by=owner),
        "ready_dossier_list": DossierBatchFactory(requested_by=owner, complete=True),
        "saved_search": SavedSearchFactory(owner=owner, name=f"检索 {side.canary}"),
    }


def dossier_payloads(side: Any) -> dict[str, dict[str, Any]]:
    """What a POST must carry to succeed, by URL name."""
    fact = {
        "kind": "award",
        "fact": "获评先进个人",
        "happened_on": "2024-05-01",
        "document": "通报〔3〕号",
    }
    sent = {"source": side.unit.pk, "name": "某人", "id_number": id_number(9_500)}
    return {
        "dailyreview:entry_create": fact,
        "dailyreview:entry_confirm": {"verdict": "confirm"},
        "dailyreview:intake_create": {**fact, **sent},
        "api:dossier-entries": fact,
        "api:dossier-entry-reject": {"reason": "查无依据"},
        "api:dossier-intake-list": {**fact, **sent},
        "dailyreview:search_save": {"name": "获奖人员", "has_awards": "on"},
    }
