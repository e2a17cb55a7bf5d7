"""The form of talks in the admin: written there until a talk stands on it."""

import datetime as dt

import pytest
from django.urls import reverse

from assessment.models import TalkForm
from organization.models import AuditEvent
from tests.assessment.factories import TalkFormFactory, TalkRecordFactory

pytestmark = pytest.mark.django_db

LIST = "admin:assessment_talkform_changelist"
CHANGE = "admin:assessment_talkform_change"


@pytest.fixture
def admin_client(client, system_admin):
    client.force_login(system_admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


def body(*sides, initial=0, **facts):
    """The form as the page sends it, with a block for each side named."""
    sent = {
        "name": "个别谈话记录表",
        "valid_from": "2024-01-01",
        "clause": "第九条",
        "opening": "",
        "blocks-TOTAL_FORMS": len(sides),
        "blocks-INITIAL_FORMS": initial,
        **facts,
    }
    for number, side in enumerate(sides):
        block = {"code": f"b{number}", "name": f"内容{number}", "side": side, "position": number}
        sent |= {f"blocks-{number}-{name}": value for name, value in block.items()}
    return sent


def test_prc_04_a_form_is_written_with_blocks_of_both_sides(admin_client):
    add = reverse("admin:assessment_talkform_add")
    refused = admin_client.post(add, body("ask", "ask"))
    assert "must be asked and blocks that must be told" in refused.content.decode()
    assert not TalkForm.objects.exists()
    admin_client.post(add, body(*["ask"] * 3, *["tell"] * 3))
    assert TalkForm.objects.get().blocks.count() == 6
    assert AuditEvent.objects.filter(object_type="assessment.talkform").exists()


def test_the_last_block_of_a_side_is_not_taken_out(admin_client):
    form = TalkFormFactory()
    sent = body(*["ask"] * 3, *["tell"] * 3, initial=6)
    for number, block in enumerate(form.blocks.all()):
        sent |= {f"blocks-{number}-id": block.pk, f"blocks-{number}-form": form.pk}
        if block.side == "tell":
            sent[f"blocks-{number}-DELETE"] = "on"
    refused = admin_client.post(reverse(CHANGE, args=[form.pk]), sent)
    assert "must be asked and blocks that must be told" in refused.content.decode()
    assert form.blocks.count() == 6


def test_a_form_that_talks_stand_on_is_read_only_and_the_next_year_gets_its_own(admin_client):
    form = TalkRecordFactory(talked_on=dt.date(2024, 1, 9)).form
    page = admin_client.get(reverse(CHANGE, args=[form.pk]))
    assert page.status_code == 200
    assert 'name="clause"' not in page.content.decode()
    assert admin_client.post(reverse(CHANGE, args=[form.pk]), body("ask")).status_code == 403
    admin_client.post(
        reverse("admin:assessment_talkform_add"), body("ask", "tell", valid_from="2025-01-01")
    )
    assert TalkForm.objects.on(dt.date(2024, 12, 31)) == form
    assert TalkForm.objects.on(dt.date(2025, 1, 1)) != form


def test_the_list_says_which_forms_are_used(admin_client):
    TalkRecordFactory()
    TalkFormFactory(valid_from=dt.date(2025, 1, 1))
    rows = admin_client.get(reverse(LIST)).context["cl"].result_list
    assert {row.valid_from.year: row.used for row in rows} == {2000: True, 2025: False}
