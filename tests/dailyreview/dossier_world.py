"""Dossiers for the permission matrix: one person with a fact that waits and two years to seal."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from dailyreview.imports.fact_uploading import upload_facts
from dailyreview.models import DossierEntry
from organization.models import Role, User
from tests.dailyreview.factories import (
    AwardProposalFactory,
    CadreTagFactory,
    DossierBatchFactory,
    DossierEntryFactory,
    DossierSealFactory,
    EventCitationFactory,
    EventFileFactory,
    FactCodeFactory,
    MeritLineFactory,
    MeritVersionFactory,
    SavedSearchFactory,
    TaggingFactory,
)
from tests.organization.factories import AppointmentFactory, UserFactory, id_number


def dossier_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    """2022 is signed, 2023 is not; a fact of 2024 that the person wrote waits."""
    cadre = AppointmentFactory(
        unit=side.unit, in_team=False, cadre__name=f"档案干部 {side.canary}"
    ).cadre
    told = {"cadre": cadre, "unit": side.unit, "fact": f"获奖 {side.canary}"}
    for year in (2022, 2023):
        entry = DossierEntryFactory(confirmed=True, happened_on=dt.date(year, 5, 1), **told)
    words = {"domain": side.domain, "name": f"记分 {side.canary}"}
    event = EventFileFactory(domain=side.domain, name=f"抗洪 {side.canary}")
    citations = [
        EventCitationFactory(
            event=event, entry=DossierEntryFactory(confirmed=True, kind="major_test", **told)
        )
        for _number in range(2)
    ]
    line = MeritLineFactory(entry=entry, rule__version=MeritVersionFactory(**words))
    tag = CadreTagFactory(domain=side.domain, name=f"突出 {side.canary}")
    DossierSealFactory(cadre=cadre, year=2022)
    is_own = side.name == "own"
    reporter = (
        users["data_reporter"] if is_own else UserFactory(role=Role.DATA_REPORTER, unit=side.unit)
    )
    owner = users["office_staff"] if side.name == "own" else UserFactory()
    return {
        "dossier_person": cadre,
        "fact_code": FactCodeFactory(source=side.unit, code=f"码 {side.canary}"),
        "fact_upload": upload_facts(_facts(side), source=side.unit, by=reporter),
        "event_file": event,
        "citation": citations[0],
        "award_proposal": AwardProposalFactory(citation=citations[1]),
        "merit_line": line,
        "new_merit_version": MeritVersionFactory(valid_from=dt.date(2030, 1, 1), **words),
        "cadre_tag": tag,
        "new_cadre_tag": CadreTagFactory(domain=side.domain, name=f"年轻 {side.canary}"),
        "tagging": TaggingFactory(tag=tag, cadre=cadre, reason=f"研判 {side.canary}"),
        "dossier_entry": DossierEntryFactory(origin=DossierEntry.Origin.OWN, **told),
        "dossier_list": DossierBatchFactory(requested_by=owner),
        "ready_dossier_list": DossierBatchFactory(requested_by=owner, complete=True),
        "saved_search": SavedSearchFactory(owner=owner, name=f"检索 {side.canary}"),
    }


def _facts(side: Any) -> SimpleUploadedFile:
    """A list of one fact, which stays a preview."""
    head = "姓名,单位全称,类别,事实,发生日期,依据文号"
    text = f"{head}\n某人,某单位,表彰奖励,{side.canary},2024-05-01,通报"
    return SimpleUploadedFile("清单.csv", text.encode())


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
        "dailyreview:factcode_list": {
            "source": side.unit.pk,
            "code": "XF-01",
            "kind": "petition",
        },
        "dailyreview:eventfile_create": {
            "domain": side.domain.pk,
            "name": "项目攻坚",
            "kind": "project",
            "starts_on": "2024-05-01",
        },
        "dailyreview:eventfile_edit": {
            "domain": side.domain.pk,
            "name": "防汛抗洪",
            "kind": "disaster",
            "starts_on": "2024-04-01",
        },
        "dailyreview:citation_create": {
            "name": side.objects["dossier_person"].name,
            "part": "带队",
            "conduct": "positive",
            "fact": "带队转移群众",
            "happened_on": "2024-05-01",
        },
        "dailyreview:award_propose": {"award": "嘉奖", "reason": "连续值守"},
        "dailyreview:award_decide": {"verdict": "adopt", "words": ""},
        "dailyreview:meritversion_create": {
            "domain": side.domain.pk,
            "name": "实绩记分办法",
            "valid_from": "2031-01-01",
            "clause": "第三条",
            "award": "5",
        },
        "dailyreview:tag_create": {"domain": side.domain.pk, "code": "young", "name": "优秀年轻"},
        "dailyreview:tagging_create": {
            "people": [side.objects["dossier_person"].pk],
            "tag": side.objects["new_cadre_tag"].pk,
            "since": "2024-05-01",
            "reason": "年度综合研判",
        },
        "dailyreview:tagging_remove": {"reason": "工作变动"},
        "dailyreview:intake_create": {**fact, **sent},
        "api:dossier-entries": fact,
        "api:dossier-entry-reject": {"reason": "查无依据"},
        "api:dossier-intake-list": {**fact, **sent},
        "dailyreview:search_save": {"name": "获奖人员", "has_awards": "on"},
    }
