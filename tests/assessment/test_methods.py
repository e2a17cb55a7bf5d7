"""Method documents: eight of them, attached to the kinds of assessment."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import AssessmentCycle, MethodDocument
from assessment.services.methods import save_method
from organization.models import AuditEvent
from tests.assessment.factories import CycleFactory, MethodDocumentFactory

pytestmark = pytest.mark.django_db

SET = ("annual",) * 5 + ("daily", "special", "use")
START = dt.date(2023, 1, 1)


def test_ind_07_eight_documents_are_attached_to_kinds_of_assessment(client, office_clerk):
    """IND-07: 5 annual + daily + special + use of results = 8 method documents."""
    for number, kind in enumerate(SET):
        save_method(
            None,
            name=f"考核办法{number}",
            number=f"考委〔2023〕{number}号",
            in_force_from=START,
            by=office_clerk,
            **{f"for_{kind}": True},
        )
    counts = {
        kind: MethodDocument.objects.of_kind(kind).on(START).count()
        for kind in ("annual", "daily", "special", "use")
    }
    assert counts == {"annual": 5, "daily": 1, "special": 1, "use": 1}
    client.force_login(office_clerk)
    content = client.get(reverse("assessment:method_list")).content.decode()
    assert content.count("考核办法") >= 8
    special = CycleFactory(kind=AssessmentCycle.Kind.SPECIAL)
    content = client.get(special.get_absolute_url()).content.decode()
    assert "考核办法6" in content
    assert "考核办法5" not in content


def test_the_form_keeps_the_file_and_refuses_what_is_not_what_it_says(client, office_clerk):
    client.force_login(office_clerk)
    facts = {"name": "平时考核办法", "number": "考办1号", "in_force_from": "2023-01-01"}
    address = reverse("assessment:method_create")
    told = client.post(address, facts, headers={"accept-language": "en"}).content.decode()
    assert "what the document is for" in told
    fake = SimpleUploadedFile("a.pdf", b"MZ no document")
    client.post(address, {**facts, "for_daily": "on", "upload": fake})
    assert not MethodDocument.objects.exists()
    real = SimpleUploadedFile("a.pdf", b"%PDF-1.7 rules")
    client.post(address, {**facts, "for_daily": "on", "upload": real})
    document = MethodDocument.objects.get()
    file = client.get(reverse("assessment:method_download", args=[document.pk]))
    assert b"".join(file.streaming_content) == b"%PDF-1.7 rules"
    edit = reverse("assessment:method_edit", args=[document.pk])
    client.post(edit, {**facts, "for_daily": "on", "for_annual": "on"})
    document.refresh_from_db()
    assert document.for_annual
    assert document.file
    assert AuditEvent.objects.about(document).filter(action="method_edited").count() == 1


def test_a_document_ends_after_it_began(office_clerk):
    with pytest.raises(ValidationError):
        save_method(
            MethodDocumentFactory(),
            in_force_from=START,
            in_force_until=dt.date(2022, 1, 1),
            by=office_clerk,
        )


def test_the_list_asks_the_same_number_of_questions_for_any_set(client, office_clerk):
    client.force_login(office_clerk)
    counts = []
    for _ in range(2):
        MethodDocumentFactory.create_batch(3)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("assessment:method_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
