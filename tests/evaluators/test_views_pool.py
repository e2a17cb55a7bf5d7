import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluators.models import Evaluator
from organization.models import Role
from tests.evaluators.factories import (
    CertificateFactory,
    EvaluatorFactory,
    GateCheckFactory,
    PoolPolicyFactory,
    ReservePlaceFactory,
    TagFactory,
    TieFactory,
    TrainingAttendanceFactory,
)
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    client.force_login(clerk)
    return clerk


def names(client, **filters) -> list[str]:
    page = client.get(reverse("evaluators:evaluator_list"), filters)
    assert page.status_code == 200
    return [row.record.name for row in page.context["table"].page.object_list]


def test_evp_07_the_picker_leaves_out_who_has_no_valid_certificate(client, clerk) -> None:
    PoolPolicyFactory()
    for name, expires_on in (("有证", dt.date(2999, 1, 1)), ("过期", dt.date(2022, 1, 1))):
        evaluator = EvaluatorFactory(name=name)
        TrainingAttendanceFactory(evaluator=evaluator)
        CertificateFactory(evaluator=evaluator, expires_on=expires_on)
    assert names(client, standing="fit") == ["有证"]
    assert names(client, standing="unfit") == ["过期"]
    page = client.get(reverse("evaluators:evaluator_list")).content.decode()
    assert "certificate not valid" in page


def test_evp_08_the_liaison_reserve_shows_its_twenty(client, clerk) -> None:
    listed = [place.evaluator.name for place in ReservePlaceFactory.create_batch(20)]
    ReservePlaceFactory(reserve="leader")
    ReservePlaceFactory(until=dt.date(2023, 1, 1))
    EvaluatorFactory()
    assert sorted(names(client, reserve="liaison")) == sorted(listed)


def test_evp_03_a_tag_finds_its_people(client, clerk) -> None:
    tag = TagFactory(kind="origin", name="原党政正职")
    EvaluatorFactory(name="陆其").tags.add(tag)
    EvaluatorFactory()
    assert names(client, tag=tag.pk) == ["陆其"]
    assert names(client, q="党政正职") == ["陆其"]


def test_list_asks_no_more_questions_for_more_people(client, clerk) -> None:
    PoolPolicyFactory()
    counts = []
    for _ in range(2):
        for evaluator in EvaluatorFactory.create_batch(5):
            evaluator.tags.add(TagFactory())
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("evaluators:evaluator_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_file_asks_no_more_questions_for_more_records(client, clerk) -> None:
    evaluator = EvaluatorFactory()
    counts = []
    for _ in range(2):
        for _ in range(3):
            TieFactory(evaluator=evaluator)
            TrainingAttendanceFactory(evaluator=evaluator)
            CertificateFactory(evaluator=evaluator)
        with CaptureQueriesContext(connection) as queries:
            client.get(evaluator.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_new_evaluator_waits_for_the_gates(client, clerk) -> None:
    facts = {
        "name": "沈其",
        "sex": "2",
        "birth_month": "1980-02",
        "pool": "professional",
        "subtype": "office",
        "tier": "core",
        "home_unit": UnitFactory(code="HOME").code,
    }
    address = reverse("evaluators:evaluator_create")
    wrong = client.post(address, facts | {"home_unit": "NOBODY", "subtype": "scholar"})
    assert set(wrong.context["form"].errors) == {"home_unit", "subtype"}
    saved = client.post(address, facts)
    evaluator = Evaluator.objects.get()
    assert saved.url == evaluator.get_absolute_url()
    page = client.get(saved.url).content.decode()
    assert page.count("Check this gate") == 3
    assert reverse("evaluators:evaluator_admit", args=[evaluator.pk]) not in page
    for gate in ("political", "professional", "record"):
        GateCheckFactory(evaluator=evaluator, gate=gate)
    page = client.get(saved.url).content.decode()
    assert reverse("evaluators:evaluator_admit", args=[evaluator.pk]) in page


def test_editing_keeps_what_was_typed_before(client, clerk) -> None:
    evaluator = EvaluatorFactory(with_account=True, home_unit__code="HOME")
    page = client.get(reverse("evaluators:evaluator_edit", args=[evaluator.pk]))
    assert page.context["form"]["home_unit"].value() == "HOME"
    assert page.context["form"]["account"].value() == evaluator.account.username


def test_the_reason_of_a_refused_exit_stands_on_the_form(client, clerk) -> None:
    PoolPolicyFactory(yearly_exit_share="0")
    evaluator = EvaluatorFactory()
    facts = {"left_on": "2023-06-30", "reason": "age"}
    refused = client.post(reverse("evaluators:evaluator_release", args=[evaluator.pk]), facts)
    assert "0 left already" in refused.content.decode()
    assert evaluator.spells.get().left_on is None


def test_an_evaluator_finds_the_own_file_and_declares_a_tie(client) -> None:
    own = EvaluatorFactory(with_account=True)
    client.force_login(own.account)
    page = client.get(own.get_absolute_url())
    assert page.status_code == 200
    assert "Reserve lists" not in page.content.decode()
    facts = {"unit": UnitFactory().code, "kind": "in_law"}
    assert client.post(reverse("evaluators:tie_create", args=[own.pk]), facts).status_code == 302
    assert own.ties.get().declared_by == own.account
    other = EvaluatorFactory(with_account=True)
    assert client.get(other.get_absolute_url()).status_code == 404
