"""Verification: raised, looked into with files, concluded once in words (PRC-05)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessment.models import Verification
from assessment.services.verifications import attach_file, conclude_verification, raise_doubt
from organization.models import AuditEvent
from organization.services.uploads import LARGEST
from tests.assessment.factories import VerificationFactory
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
def doubt(field):
    return VerificationFactory(group=field.group, assessee=field.assessee)


def facts(field, **more):
    return {
        "assessee": field.assessee,
        "doubt": "项目数与台账不符",
        "way": "site_visit",
        "assigned_to": field.member,
        "due_on": timezone.localdate(),
        **more,
    }


def pdf(name="台账.pdf", content=b"%PDF-1.7"):
    return SimpleUploadedFile(name, content)


def test_a_doubt_names_leaf_figure_person_and_day(field):
    leaf = LeafFactory(system=field.assessee.system)
    figure = ValueFactory(indicator=leaf.indicator, unit=field.assessee.unit)
    raised = raise_doubt(field.group, **facts(field, node=leaf, figure=figure), by=field.member)
    assert (raised.node, raised.figure, raised.raised_by) == (leaf, figure, field.member)
    event = AuditEvent.objects.get(action="doubt_raised")
    assert event.after["doubt"] == "项目数与台账不符"


@pytest.mark.parametrize("name", ["node", "figure", "assigned_to"])
def test_what_is_not_the_groups_or_the_assessees_is_refused(field, name):
    foreign = {
        "node": LeafFactory,
        "figure": ValueFactory,
        "assigned_to": lambda: field.supervisor,
    }[name]()
    with pytest.raises(ValidationError) as refusal:
        raise_doubt(field.group, **facts(field, **{name: foreign}), by=field.member)
    assert name in refusal.value.error_dict


@pytest.mark.parametrize("conclusion", Verification.Conclusion.values)
def test_prc_05_a_disputed_item_carries_a_conclusion(field, doubt, conclusion):
    conclude_verification(doubt, conclusion=conclusion, findings="应为 12 项", by=field.member)
    assert (doubt.conclusion, doubt.findings) == (conclusion, "应为 12 项")
    assert doubt.concluded_by == field.member
    event = AuditEvent.objects.get(action="verification_concluded")
    assert event.after == {"conclusion": conclusion, "findings": "应为 12 项"}


@pytest.mark.parametrize(
    ("conclusion", "findings", "name"),
    [("", "查过", "conclusion"), ("maybe", "查过", "conclusion"), ("confirmed", " ", "findings")],
)
def test_prc_05_a_conclusion_has_words(field, doubt, conclusion, findings, name):
    with pytest.raises(ValidationError) as refusal:
        conclude_verification(doubt, conclusion=conclusion, findings=findings, by=field.member)
    assert name in refusal.value.error_dict


def test_a_doubt_is_concluded_once_and_then_takes_no_file(field, doubt):
    conclude_verification(doubt, conclusion="rejected", findings="查无实据", by=field.member)
    with pytest.raises(ValidationError, match="is concluded"):
        conclude_verification(doubt, conclusion="confirmed", findings="属实", by=field.member)
    with pytest.raises(ValidationError, match="is concluded"):
        attach_file(doubt, pdf(), by=field.member)


def test_a_file_is_kept_with_the_doubt(field, doubt):
    kept = attach_file(doubt, pdf(), by=field.member)
    with kept.file.open("rb") as file:
        assert (kept.name, file.read()) == ("台账.pdf", b"%PDF-1.7")
    assert AuditEvent.objects.filter(action="verification_file_attached").exists()


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (pdf("程序.exe", b"MZ"), "type"),
        (pdf(content=b"<html>"), "content"),
        (pdf(content=b""), "content"),
        (pdf(content=b"%PDF-" + bytes(LARGEST)), "size"),
    ],
    ids=["type", "content", "empty", "size"],
)
def test_a_file_that_is_no_evidence_is_refused(field, doubt, file, code):
    with pytest.raises(ValidationError) as refusal:
        attach_file(doubt, file, by=field.member)
    assert refusal.value.code == code
    assert not doubt.files.exists()


def test_a_supervisor_and_a_stranger_neither_raise_nor_conclude(field, doubt):
    for person in (field.supervisor, make_field(field.plan).member):
        with pytest.raises(PermissionDenied):
            raise_doubt(field.group, **facts(field), by=person)
        with pytest.raises(PermissionDenied):
            conclude_verification(doubt, conclusion="confirmed", findings="属实", by=person)
