"""Postings of results: who reads them, and that nothing but the allowed fields is there."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import Assessee, AssessmentCycle, Result, RunGroup
from feedback.models import Posting
from feedback.selectors.postings import postings_for
from feedback.services.postings import post_results, withdraw_posting
from organization.models import AuditEvent, Role, Unit, User
from tests.assessment.factories import (
    AssesseeFactory,
    CycleFactory,
    GradeDecisionFactory,
    PublicationFactory,
    ResultFactory,
    RunGroupFactory,
)
from tests.dailyreview.worlds import daily_scheme
from tests.feedback.factories import FAR
from tests.feedback.test_paper import pdf_text, solid
from tests.organization.factories import AppointmentFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

PAST = dt.date(2024, 1, 1)
OBJECTIONS = "区委组织部公务员科，电话 12380"


@dataclass
class World:
    """A quarter of two units of a domain, one published; people with accounts."""

    cycle: AssessmentCycle
    unit: Unit
    second: Unit
    clerk: User

    def member(self, unit: Unit | None = None, role: str = Role.CADRE) -> User:
        return UserFactory(role=role, unit=unit or self.unit)

    def post(self, **changed: object) -> Posting:
        typed = {
            "title": "一季度结果公示",
            "domain": self.unit.domain,
            "scope": Posting.Scope.DOMAIN,
            "shows_unit": False,
            "shows_post": True,
            "shows_grade": True,
            "grades": ["good", "fairly"],
            "starts_on": PAST,
            "ends_on": FAR,
            "objections": OBJECTIONS,
            "by": self.clerk,
        }
        return post_results(self.cycle, **(typed | changed))


@pytest.fixture
def world() -> World:
    cycle = CycleFactory(opened=True, kind=AssessmentCycle.Kind.DAILY, scheme=daily_scheme())
    unit = UnitFactory(name="示例局")
    second = UnitFactory(name="示例街道", domain=unit.domain)
    for place, one in enumerate((unit, second)):
        graded(cycle, one, ("good", "fairly", "poor"), start=3 * place)
    return World(cycle, unit, second, UserFactory(role=Role.OFFICE_STAFF))


def graded(
    cycle: AssessmentCycle, unit: Unit, grades: Iterable[str], *, start: int, published: bool = True
) -> None:
    """People of a unit with a grade each, in a group of their own."""
    group = RunGroupFactory(done=True, run__complete=True, run__cycle=cycle, run__number=start + 1)
    for place, grade in enumerate(grades, start=1):
        name = f"人员{'甲乙丙丁戊己庚'[start + place - 1]}"
        post = AppointmentFactory(unit=unit, cadre__name=name, post=f"{place}级主任科员")
        assessee = AssesseeFactory(
            cycle=cycle,
            unit=unit,
            appointment=post,
            name=post.cadre.name,
            key=f"KEY-{start + place}",
        )
        total = Decimal("87.31") + place
        ResultFactory(group=group, assessee=assessee, total=total, rank=place)
        GradeDecisionFactory(assessee=assessee, run=group.run, grade=grade, proposed_grade=grade)
    if published:
        PublicationFactory(group=group)


def page_of(user: User, address: str) -> bytes:
    client = Client()
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content


def kept_back(shown: Iterable[str]) -> list[str]:
    """Everything that is known of the people and not to be read."""
    known = []
    for one in Assessee.objects.select_related("unit", "appointment__cadre"):
        result = Result.objects.get(assessee=one)
        cadre = one.appointment.cadre
        known += [cadre.id_number, cadre.masked_id_number, one.unit.name]
        known += [f"{result.total:.2f}", one.key]
    known += ["人员丙", "人员己", "较差", "Total", "Place", "Points"]
    return [text for text in known if text not in shown]


def test_a_posting_shows_only_the_allowed_fields(world):
    """DLY-13: on the page, through the API and on paper."""
    posting = world.post()
    reader = world.member()
    page = page_of(reader, posting.get_absolute_url()).decode()
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page)
    assert cells == [
        *("人员甲", "1级主任科员", "好", "人员乙", "2级主任科员", "较好"),
        *("人员丁", "1级主任科员", "好", "人员戊", "2级主任科员", "较好"),
    ]
    assert re.findall(r'<th scope="col">(.*?)</th>', page) == ["Name", "Post", "Grade"]
    assert OBJECTIONS in page
    rows = page_of(reader, reverse("api:posting-rows", args=[posting.pk])).decode()
    fields = page_of(reader, reverse("api:posting-detail", args=[posting.pk])).decode()
    paper = pdf_text(page_of(reader, reverse("feedback:posting_pdf", args=[posting.pk])))
    assert solid("人员甲1级主任科员好") in paper
    assert solid(OBJECTIONS) in paper
    for where, text in {"page": page, "rows": rows, "fields": fields, "paper": paper}.items():
        told = [one for one in kept_back(["主任科员"]) if solid(one) in solid(text)]
        assert told == [], where
    assert re.findall(r'"(\w+)":', rows.partition("results")[2]) == ["name", "post", "grade"] * 4


def test_what_is_not_ticked_is_not_read_from_the_database(world):
    posting = world.post(shows_post=False, shows_grade=False, grades=["good"])
    reader = world.member()
    with CaptureQueriesContext(connection) as queries:
        page = page_of(reader, posting.get_absolute_url()).decode()
    assert re.findall(r"<td[^>]*>(.*?)</td>", page) == ["人员甲", "人员丁"]
    read = " ".join(one["sql"] for one in queries if "assessment_gradedecision" in one["sql"])
    assert '"post"' not in read
    for name in ("total", "rank", "points", "id_number"):
        assert f'"{name}"' not in read


def test_scope_says_who_reads(world):
    """DLY-13: the own unit, the domain, everybody with an account."""
    elsewhere = world.member(UnitFactory())
    office = UnitFactory(parent=world.unit, domain=world.unit.domain, internal=True)
    inside, neighbour = world.member(office), world.member(world.second)
    bystander = world.member(UnitFactory(domain=world.unit.domain))
    admin = UserFactory(role=Role.SYSTEM_ADMIN)
    borrowed = UserFactory(cadre=AppointmentFactory(unit=world.unit).cadre, unit=UnitFactory())
    everybody = (inside, neighbour, bystander, elsewhere, admin, borrowed)
    readers = {
        Posting.Scope.UNIT: {inside, neighbour, borrowed},
        Posting.Scope.DOMAIN: {inside, neighbour, bystander, borrowed},
        Posting.Scope.EVERYBODY: set(everybody),
    }
    for scope, allowed in readers.items():
        posting = world.post(scope=scope, shows_unit=True)
        assert {one for one in everybody if postings_for(one).filter(pk=posting.pk)} == allowed
        page = page_of(inside, posting.get_absolute_url()).decode()
        assert ("人员丁" in page) == (scope != Posting.Scope.UNIT)
    own = Posting.objects.get(scope=Posting.Scope.UNIT)
    paper = pdf_text(page_of(inside, reverse("feedback:posting_pdf", args=[own.pk])))
    assert "人员甲" in paper
    assert "人员丁" not in paper
    both = pdf_text(page_of(world.clerk, reverse("feedback:posting_pdf", args=[own.pk])))
    assert "人员甲" in both
    assert "人员丁" in both


def test_a_posting_is_read_between_its_days_and_until_it_is_withdrawn(world):
    reader, posting = world.member(), world.post()
    for day in (PAST, FAR):
        other = world.post(starts_on=day, ends_on=day)
        assert not postings_for(reader).filter(pk=other.pk).exists()
        assert postings_for(world.clerk).filter(pk=other.pk).exists()
    with pytest.raises(ValidationError, match="Say why"):
        withdraw_posting(posting, reason=" ", by=world.clerk)
    withdraw_posting(posting, reason="名单有误", by=world.clerk)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.after) == ("posting_withdrawn", {"reason": "名单有误"})
    assert not postings_for(reader).exists()
    assert "名单有误" in page_of(world.clerk, posting.get_absolute_url()).decode()
    with pytest.raises(ValidationError) as refusal:
        withdraw_posting(posting, reason="再次", by=world.clerk)
    assert refusal.value.code == "withdrawn"


def test_what_is_published_later_is_not_in_a_standing_posting(world):
    posting = world.post(shows_post=False, shows_grade=False, grades=["good"])
    graded(world.cycle, UnitFactory(domain=world.unit.domain), ["good"], start=6, published=False)
    PublicationFactory(group=RunGroup.objects.latest("pk"))
    address = posting.get_absolute_url()
    assert "人员庚" not in page_of(world.clerk, address).decode()
    again = world.post(shows_post=False, shows_grade=False, grades=["good"])
    assert "人员庚" in page_of(world.clerk, again.get_absolute_url()).decode()


def test_what_cannot_be_posted_is_refused(world):
    unpublished = CycleFactory(opened=True, scheme=world.cycle.scheme)
    graded(unpublished, world.unit, ["good"], start=0, published=False)
    for cycle, changed in (
        (unpublished, {}),
        (world.cycle, {"domain": UnitFactory().domain}),
        (world.cycle, {"grades": []}),
        (world.cycle, {"grades": ["excellent"]}),
        (world.cycle, {"ends_on": dt.date(2023, 12, 31)}),
        (world.cycle, {"objections": ""}),
    ):
        with pytest.raises(ValidationError):
            World(cycle, world.unit, world.second, world.clerk).post(**changed)
    assert not Posting.objects.exists()


def test_the_office_posts_and_withdraws_on_the_pages(client, world):
    client.force_login(world.clerk)
    create = reverse("feedback:posting_create", args=[world.cycle.pk])
    assert create in client.get(reverse("feedback:posting_list")).text
    form = client.get(create).text
    assert "Points, places and identity numbers are never posted." in form
    typed = {
        "title": "公示",
        "domain": world.unit.domain_id,
        "scope": "unit",
        "grades": ["good"],
        "shows_grade": "on",
        "starts_on": PAST.isoformat(),
        "ends_on": "2023-12-31",
        "objections": OBJECTIONS,
    }
    assert "The last day lies before the first." in client.post(create, typed).text
    made = client.post(create, typed | {"ends_on": FAR.isoformat()}, follow=True)
    posting = Posting.objects.get()
    assert (posting.shows_unit, posting.shows_post, posting.shows_grade) == (False, False, True)
    withdraw = reverse("feedback:posting_withdraw", args=[posting.pk])
    assert withdraw in made.text
    gone = client.post(withdraw, {"reason": "名单有误"}, follow=True).text
    assert withdraw not in gone
    # The clerk of another domain keeps other postings.
    client.force_login(UserFactory(role=Role.OFFICE_STAFF, role__domain=UnitFactory().domain))
    assert client.get(withdraw).status_code == 404
    assert client.get(posting.get_absolute_url()).status_code == 404


def test_a_list_too_long_for_one_pdf_is_not_offered_as_one(client, world, monkeypatch):
    monkeypatch.setattr("feedback.views.postings.MOST_ON_PAPER", 3)
    posting = world.post()
    paper = reverse("feedback:posting_pdf", args=[posting.pk])
    client.force_login(world.member())
    assert paper not in client.get(posting.get_absolute_url()).text
    assert client.get(paper).status_code == 404


def test_lists_ask_no_more_for_more_rows(world):
    reader, counts = world.member(), []
    for number in (1, 2, 3):
        posting = world.post(grades=["good", "fairly", "poor"][:number])
        with CaptureQueriesContext(connection) as queries:
            page_of(reader, reverse("feedback:posting_list"))
            page_of(reader, posting.get_absolute_url())
            page_of(reader, reverse("api:posting-rows", args=[posting.pk]))
            page_of(world.clerk, reverse("feedback:posting_list"))
        counts.append(len(queries))
    assert counts[1] == counts[2]
