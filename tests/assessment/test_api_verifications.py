"""Verifications of the API: doubts, their evidence and their conclusions."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.models import Verification
from organization.models import AuditEvent
from organization.services.uploads import LARGEST
from tests.assessment.factories import (
    VerificationFactory,
    VerificationFileFactory,
)
from tests.assessment.field_api import at, at_assessee, client_of, pdf
from tests.assessment.fieldwork import make_field
from tests.indicators.factories import LeafFactory, ValueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def field():
    return make_field()


@pytest.fixture
def member(field):
    return client_of(field.member)


@pytest.fixture
def doubt(field):
    return VerificationFactory(group=field.group, assessee=field.assessee)


def test_prc_05_a_disputed_item_carries_its_conclusion(member, field):
    leaf = LeafFactory(system=field.assessee.system, code="A01")
    figure = ValueFactory(
        indicator=leaf.indicator, unit=field.assessee.unit, period=field.cycle.period
    )
    raised = member.post(
        at_assessee("verifications", field),
        {
            "doubt": "项目数与台账不符",
            "way": "papers",
            "assigned_to": field.member.pk,
            "due_on": timezone.localdate().isoformat(),
            "node": "A01",
            "figure": figure.pk,
        },
    )
    assert raised.status_code == 201, raised.content
    doubt = Verification.objects.get(pk=raised.json()["id"])
    assert (doubt.node, doubt.figure, raised.json()["conclusion"]) == (leaf, figure, "")
    conclude = at("verification-conclude", doubt)
    assert member.post(conclude, {"conclusion": "corrected", "findings": " "}).status_code == 400
    assert member.post(conclude, {"conclusion": "maybe", "findings": "查过"}).status_code == 400
    told = member.post(conclude, {"conclusion": "corrected", "findings": "应为 12 项"}).json()
    assert (told["conclusion"], told["findings"]) == ("corrected", "应为 12 项")
    again = member.post(conclude, {"conclusion": "rejected", "findings": "查无实据"})
    assert again.status_code == 400
    assert "concluded" in str(again.json())


def test_a_doubt_is_about_what_is_the_assessees_and_for_a_member_who_works(member, field):
    LeafFactory(code="Z99")
    refused = member.post(
        at_assessee("verifications", field),
        {
            "doubt": "数据存疑",
            "way": "papers",
            "assigned_to": field.supervisor.pk,
            "due_on": "2024-01-15",
            "node": "Z99",
            "figure": ValueFactory().pk,
        },
    )
    assert refused.status_code == 400
    assert set(refused.json()) == {"assigned_to", "node", "figure"}


def test_evidence_is_kept_and_given_back(member, doubt):
    kept = member.post(at("verification-files", doubt), pdf(), format="multipart")
    assert kept.status_code == 201
    assert kept.json()["name"] == "台账.pdf"
    (listed,) = member.get(at("verification-detail", doubt)).json()["files"]
    assert "file" not in listed
    answer = member.get(reverse("api:verification-file", args=[doubt.pk, listed["id"]]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert AuditEvent.objects.filter(action="verification_file_attached").exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "No file was submitted"),
        ({"file": "台账.pdf"}, "not a file"),
        (pdf(content=b""), "empty"),
        (pdf("程序.exe", b"MZ"), "Files of these types are accepted"),
        (pdf(content=b"<html>"), "not what its name says"),
        (pdf(content=b"%PDF-" + bytes(LARGEST)), "at most 10 MB"),
    ],
    ids=["nothing", "no file", "empty", "type", "content", "size"],
)
def test_what_is_no_evidence_is_refused_in_words(member, doubt, body, words):
    refused = member.post(at("verification-files", doubt), body, format="multipart")
    assert refused.status_code == 400
    assert words in str(refused.json())
    assert not doubt.files.exists()


def test_an_upload_that_breaks_off_is_refused(member, doubt):
    broken = member.post(
        at("verification-files", doubt), b"--x\r\nnothing", content_type="multipart/form-data"
    )
    assert broken.status_code == 400


def test_a_file_is_found_at_its_own_doubt_only(member, field, doubt):
    other = VerificationFileFactory(
        verification=VerificationFactory(group=field.group, assessee=field.assessee)
    )
    assert (
        member.get(reverse("api:verification-file", args=[doubt.pk, other.pk])).status_code == 404
    )
