"""A list of events: previewed, registered all or none, each waiting for a second person."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile

from collection.imports.events import register_events, upload_events
from collection.models import UnitEvent
from organization.models import Role
from tests.collection.event_factories import PROOF, EventKindFactory, EventLevelFactory
from tests.collection.event_world import event_list
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    return EventKindFactory(code="RED-1")


@pytest.fixture
def clerk(kind):
    return UserFactory(role=Role.OFFICE_STAFF, role__domain=kind.domain)


def uploaded(kept, by, **changes):
    unit = UnitFactory(domain=kept.domain, name="示例县")
    return upload_events(
        event_list(**{"unit": unit.name, "kind": kept.code} | changes),
        evidence=ContentFile(PROOF, "circular.pdf"),
        domain=kept.domain,
        by=by,
    )


def test_list_is_registered_with_its_paper_and_only_once(kind, clerk):
    upload = uploaded(kind, clerk)
    assert (upload.created_count, upload.refused_count) == (1, 0)
    with pytest.raises(PermissionDenied):
        register_events(upload, by=UserFactory(role=Role.DATA_REPORTER))
    register_events(upload, by=clerk)
    event = UnitEvent.objects.waiting().get()
    assert (event.recorded_by, event.evidence.name) == (clerk, upload.evidence.name)
    with pytest.raises(ValidationError, match="already"):
        register_events(upload, by=clerk)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"unit": "别处"}, id="unknown unit"),
        pytest.param({"kind": "BLACK-9"}, id="unknown kind"),
        pytest.param({"level": "国家级"}, id="a level where the kind has none"),
        pytest.param({"happened_on": "9999-01-01"}, id="still to come"),
        pytest.param({"document": ""}, id="without a document"),
    ],
)
def test_row_that_cannot_stand_is_refused(kind, clerk, changes):
    assert uploaded(kind, clerk, **changes).refused_count == 1


def test_list_that_went_stale_is_not_registered(kind, clerk):
    upload = uploaded(kind, clerk)
    EventLevelFactory(kind=kind)
    with pytest.raises(ValidationError, match="refused rows"):
        register_events(upload, by=clerk)
    assert not UnitEvent.objects.exists()
