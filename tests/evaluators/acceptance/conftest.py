import pytest

from organization.models import User


@pytest.fixture
def office(client, office_clerk) -> User:
    """Somebody of the assessment office at the screen."""
    client.force_login(office_clerk)
    return office_clerk
