"""The registry and the pool of the demonstration, as its first start fills them."""

import datetime as dt

import pytest

from assessment.imports.confirming import confirm_import, upload_workbook
from demo import workbook
from demo.pool import fill_pool
from organization.models import User
from tests.assessment.imports.workbooks import content_of, upload_of

TODAY = dt.date(2026, 5, 11)


@pytest.fixture
def pool(office_clerk) -> User:
    """The registry with its teams, then the pool."""
    everything = workbook.sheets()
    wanted = ("domains", "categories", "units", "cadres", "appointments")
    upload = upload_workbook(
        upload_of(content_of({name: everything[name] for name in wanted})), by=office_clerk
    )
    confirm_import(upload, by=office_clerk)
    fill_pool(TODAY, by=office_clerk)
    return office_clerk
