"""DOS-08: who administers sees that something came in, never about whom or what it says."""

import pytest
from django.urls import reverse

from dailyreview.services.dossier import confirm_entry, reject_entry
from organization.models import Role
from tests.dailyreview.factories import (
    ColleagueCommentFactory,
    DossierEntryFactory,
    SavedSearchFactory,
)
from tests.dailyreview.worlds import make_world
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def system_admin(client):
    client.force_login(UserFactory(role=Role.SYSTEM_ADMIN))
    return client


def page(client, model, name="changelist", *args, **asked):
    return client.get(reverse(f"admin:dailyreview_{model}_{name}", args=args), asked)


def test_dossier_entry_is_found_by_receipt_and_by_nothing_it_says(system_admin) -> None:
    world = make_world(people=1)
    entry = DossierEntryFactory(cadre=world.staff[0].cadre, unit=world.unit, fact="获评先进个人")
    assert entry.receipt in page(system_admin, "dossierentry", q=entry.receipt).text
    for asked in (
        {"fact__contains": "先进"},
        {"cadre": entry.cadre_id},
        {"cadre__exact": entry.cadre_id},
        {"cadre__name": entry.cadre.name},
        {"named__startswith": "王"},
        {"unit": world.unit.pk},
    ):
        assert page(system_admin, "dossierentry", **asked).status_code == 400, asked
    assert entry.receipt in page(system_admin, "dossierentry", state="intake").text
    shown = page(system_admin, "dossierentry", "change", entry.pk).text
    assert not {"获评先进个人", entry.cadre.name} & set(shown.split())
    assert "获评先进个人" not in shown


def test_history_tells_the_steps_and_no_values(system_admin) -> None:
    world = make_world(people=1)
    about = {"cadre": world.staff[0].cadre, "unit": world.unit}
    confirmed, rejected = DossierEntryFactory.create_batch(2, **about)
    confirm_entry(confirmed, by=world.clerk)
    reject_entry(rejected, reason="查无依据", by=world.clerk)
    for entry in (confirmed, rejected):
        told = page(system_admin, "dossierentry", "history", entry.pk).text
        assert world.clerk.display_name in told
        assert "查无依据" not in told
        assert '<th scope="col">after</th>' not in told


def test_words_for_reviewers_and_conditions_of_searches_stay_out(system_admin) -> None:
    comment = ColleagueCommentFactory(words="背后说的话")
    search = SavedSearchFactory(query="q=某某")
    assert "背后说的话" not in page(system_admin, "colleaguecomment", "change", comment.pk).text
    assert page(system_admin, "colleaguecomment", words__contains="话").status_code == 400
    for found in (
        page(system_admin, "savedsearch"),
        page(system_admin, "savedsearch", "change", search.pk),
    ):
        assert search.name in found.text
        assert "某某" not in found.text
