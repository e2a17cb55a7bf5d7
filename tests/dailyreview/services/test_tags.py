"""DOS-03: tag lists: who has a tag since when and why, taken out as a spreadsheet."""

import datetime as dt
import io
from collections.abc import Sequence

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dailyreview.models import CadreTag, Tagging
from dailyreview.selectors.tags import people_tagged
from dailyreview.services.tags import create_tag, put_tag, remove_tag
from organization.models import AuditEvent, Cadre, Domain, Role, User
from tests.dailyreview.factories import CadreTagFactory, DossierEntryFactory, TaggingFactory
from tests.organization.factories import (
    AppointmentFactory,
    CadreFactory,
    DomainFactory,
    UnitFactory,
    UserFactory,
)

DAY = dt.date(2021, 12, 20)


@pytest.fixture
def domain(db) -> Domain:
    return DomainFactory()


@pytest.fixture
def clerk(domain) -> User:
    return UserFactory(role=Role.OFFICE_STAFF, role__domain=domain)


@pytest.fixture
def people(domain) -> list[Cadre]:
    unit = UnitFactory(domain=domain)
    return [AppointmentFactory(unit=unit).cadre for _ in range(3)]


def put(tag: CadreTag, people: Sequence[Cadre], by: User, **changed: object) -> list[Tagging]:
    return put_tag(tag, **{"people": people, "since": DAY, "reason": "综合研判", **changed}, by=by)


def test_lists_of_582_and_481_are_exported(client, db) -> None:
    """DOS-03: the two lists of 2021 come out whole, each taking out is recorded."""
    office = UserFactory(role=Role.OFFICE_STAFF)
    client.force_login(office)
    cadres = Cadre.objects.bulk_create(CadreFactory.build_batch(582))
    for code, name, count in (("able", "实绩突出", 582), ("young", "优秀年轻", 481)):
        tag = create_tag(domain=DomainFactory(), code=code, name=name, description="", by=office)
        assert len(put(tag, cadres[:count], office)) == count
        with CaptureQueriesContext(connection) as queries:
            content = client.get(reverse("dailyreview:tag_export", args=[tag.pk])).getvalue()
        rows = list(load_workbook(io.BytesIO(content)).active.values)
        assert len(rows) == count + 1
        assert {row[0] for row in rows[1:]} == {one.name for one in cadres[:count]}
        assert (rows[1][3].date(), rows[1][4]) == (DAY, "综合研判")
        assert len(queries) < 20
    assert [
        event.after["rows"]
        for event in AuditEvent.objects.filter(action="tag_list_exported").order_by("pk")
    ] == [582, 481]


def test_tag_is_put_once_and_taken_away_on_record(domain, clerk, people) -> None:
    tag = CadreTagFactory(domain=domain)
    put(tag, people[:2], clerk)
    assert [one.cadre for one in put(tag, people, clerk)] == [people[2]]
    with pytest.raises(ValidationError, match="already"):
        put(tag, people, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        TaggingFactory(tag=tag, cadre=people[0])
    mark = Tagging.objects.get(cadre=people[0])
    with pytest.raises(ValidationError):
        remove_tag(mark, reason=" ", by=clerk)
    remove_tag(mark, reason="受处分", by=clerk)
    with pytest.raises(ValidationError, match="already"):
        remove_tag(mark, reason="受处分", by=clerk)
    assert people_tagged(tag, clerk, {}).count() == 2
    kept = Tagging.objects.get(pk=mark.pk)
    assert (kept.removed_by, kept.removal_reason, kept.reason) == (clerk, "受处分", "综合研判")
    assert set(AuditEvent.objects.about(kept).values_list("action", flat=True)) == {
        "people_tagged",
        "cadre_tag_removed",
    }
    put(tag, people[:1], clerk)
    with pytest.raises(TypeError):
        kept.delete()


def test_only_the_office_of_the_domain_tags_and_nobody_oneself(domain, clerk, people) -> None:
    tag, foreign = CadreTagFactory(domain=domain), CadreTagFactory()
    clerk.cadre = people[0]
    clerk.save()
    principal = UserFactory(role=Role.UNIT_PRINCIPAL, unit=people[1].appointments.get().unit)
    for wrong, who, by in (
        (tag, people[:1], clerk),
        (tag, [CadreFactory()], clerk),
        (foreign, people[1:], clerk),
        (tag, people[1:], principal),
    ):
        with pytest.raises(PermissionDenied):
            put(wrong, who, by)
    for changed in ({"reason": ""}, {"since": timezone.localdate() + dt.timedelta(days=1)}):
        with pytest.raises(ValidationError):
            put(tag, people[1:], clerk, **changed)
    with pytest.raises(PermissionDenied):
        create_tag(domain=foreign.domain, code="x", name="某", description="", by=clerk)
    (mark,) = put(tag, people[1:2], clerk)
    for stranger in (principal, UserFactory(role=Role.CADRE, cadre=people[1])):
        assert not Tagging.objects.visible_to(stranger).exists()
        with pytest.raises(PermissionDenied):
            remove_tag(mark, reason="误挂", by=stranger)
    own = TaggingFactory(tag=tag, cadre=people[0])
    assert set(Tagging.objects.visible_to(clerk)) == {mark}
    with pytest.raises(PermissionDenied):
        remove_tag(own, reason="误挂", by=clerk)


def test_list_by_conditions(domain, clerk, people) -> None:
    tag = CadreTagFactory(domain=domain)
    put(tag, people[:2], clerk)
    put(tag, people[2:], clerk, since=dt.date(2023, 1, 1))
    DossierEntryFactory(cadre=people[0], confirmed=True, negative=True)
    young = people[1]
    Cadre.objects.filter(pk=young.pk).update(birth_month=dt.date(1999, 1, 1))
    other = AppointmentFactory(unit=UnitFactory(domain=domain), cadre=people[2]).unit
    for asked, expected in (
        ({"since_year": 2023}, [people[2]]),
        ({"has_faults": "yes"}, [people[0]]),
        ({"has_faults": "no"}, people[1:]),
        ({"born_from": dt.date(1999, 1, 1)}, [young]),
        ({"unit": other.code}, [people[2]]),
    ):
        found = {one.cadre for one in people_tagged(tag, clerk, asked)}
        assert found == set(expected), asked


def test_office_tags_on_the_pages(client, domain, clerk, people) -> None:
    client.force_login(clerk)
    new = {"domain": domain.pk, "code": "able", "name": "实绩突出"}
    client.post(reverse("dailyreview:tag_create"), new)
    assert "have" not in client.get(reverse("dailyreview:tag_list")).text.split("<main")[0]
    assert "has a tag" in client.post(reverse("dailyreview:tag_create"), new).text
    tag = CadreTag.objects.get()
    keys = [one.pk for one in people]
    address = reverse("dailyreview:tagging_create")
    page = client.get(f"{address}?people={keys[0]}&people=x&people={CadreFactory().pk}").text
    assert people[0].name in page
    sent = {"people": keys, "tag": tag.pk, "since": "2021-12-20", "reason": "研判"}
    assert client.post(address, {**sent, "people": [CadreFactory().pk]}).status_code == 200
    counts = []
    for number in (1, 2, 3):
        client.post(address, {**sent, "people": keys[:number]})
        TaggingFactory.create_batch(2, tag=tag, cadre__name="甲")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(tag.get_absolute_url())
        assert people[number - 1].name in page.text
        counts.append(len(queries))
    assert counts[1] == counts[2]
    dossier = client.get(reverse("dailyreview:dossier_detail", args=[keys[0]])).text
    assert "实绩突出" in dossier
    mark = Tagging.objects.get(cadre=people[0])
    client.post(reverse("dailyreview:tagging_remove", args=[mark.pk]), {"reason": "工作变动"})
    assert people[0].name not in client.get(tag.get_absolute_url()).text
    part = client.get(tag.get_absolute_url(), headers={"HX-Request": "true"}).text
    assert "<html" not in part
