import pytest
from django.utils import translation

from assessment.imports.confirming import confirm_import, upload_workbook
from tests.assessment.imports.workbooks import content_of, upload_of


@pytest.fixture(autouse=True)
def _english():
    """Reasons are compared in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def store(db):
    """Store rows by way of a real upload and confirmation."""

    def storing(rows, user):
        workbook = upload_workbook(upload_of(content_of(rows)), by=user)
        assert workbook.preview["refused"] == []
        confirm_import(workbook, by=user)
        return workbook

    return storing
