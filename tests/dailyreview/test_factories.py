"""Every factory makes a row that the model itself accepts, and the admin shows it."""

import inspect

import pytest
from django.contrib import admin
from django.urls import reverse
from factory.django import DjangoModelFactory

from organization.models import Role
from tests.dailyreview import factories
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

FACTORIES = [
    found
    for name, found in inspect.getmembers(factories, inspect.isclass)
    if issubclass(found, DjangoModelFactory) and found.__module__ == factories.__name__
]


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda found: found.__name__)
def test_row_is_valid_and_shown(factory, client) -> None:
    thing = factory()
    thing.full_clean(exclude=["systems"], validate_unique=True)
    model = type(thing)
    assert model in admin.site._registry
    client.force_login(UserFactory(role=Role.SYSTEM_ADMIN))
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    page = client.get(reverse(f"{base}_changelist"), {"q": "甲"})
    assert page.status_code == 200
    page = client.get(reverse(f"{base}_changelist"))
    assert reverse(f"{base}_change", args=[thing.pk]) in page.content.decode()
    assert client.get(reverse(f"{base}_change", args=[thing.pk])).status_code == 200
