"""Two people confirm in the same moment, on a database that lets two transactions run at once."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from assessment.imports.confirming import confirm_import, upload_workbook
from assessment.models import WorkbookImport
from organization.models import AuditEvent, Role, Unit
from tests.assessment.imports.workbooks import content_of, good_rows, upload_of
from tests.organization.factories import UserFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite runs one writing transaction at a time"
    ),
]


def confirm_at_once(*pairs) -> list[str]:
    """The outcome of each confirmation, all started together: "stored" or the code of a refusal."""
    barrier, outcomes = threading.Barrier(len(pairs)), []

    def confirm(pk, user):
        try:
            barrier.wait(timeout=60)
            confirm_import(WorkbookImport.objects.get(pk=pk), by=user)
            outcomes.append("stored")
        except ValidationError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(outcomes)


def upload(user) -> int:
    return upload_workbook(upload_of(content_of(good_rows())), by=user).pk


def test_two_windows_store_one_upload_once():
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    pk = upload(clerk)
    assert confirm_at_once((pk, clerk), (pk, clerk)) == ["settled", "stored"]
    assert Unit.objects.count() == 3
    assert AuditEvent.objects.filter(action="unit_imported").count() == 1


def test_two_uploads_of_the_same_rows_are_stored_once():
    clerks = UserFactory.create_batch(2, role=Role.OFFICE_STAFF)
    pairs = [(upload(clerk), clerk) for clerk in clerks]
    assert confirm_at_once(*pairs) == ["changed", "stored"]
    assert Unit.objects.count() == 3
    assert AuditEvent.objects.filter(action="unit_imported").count() == 1
