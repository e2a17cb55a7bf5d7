"""The brief before field day (GRP-10), as data and as DOCX."""

import io

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from assessment.models import AssessmentCycle
from assessment.paper import brief_docx
from assessment.selectors.briefs import brief_of
from assessment.services.cycles import open_cycle
from assessment.services.decisions import accept_proposals, publish_group
from tests.assessment.factories import (
    OPENED_ON,
    CycleFactory,
    OverlayFactFactory,
    VerificationFactory,
)
from tests.assessment.fieldwork import seat, visit
from tests.assessment.marking import running_plan
from tests.assessment.worlds import make_unit_cycle, run_to_end
from tests.evaluators.factories import AssessmentGroupFactory
from tests.indicators.factories import ValueFactory
from tests.organization.factories import AppointmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def last_year():
    """The published group of 2023: five units, the first lost nothing in what it reported."""
    cycle = make_unit_cycle()
    group = run_to_end(cycle).groups.get()
    accept_proposals(group, body="市委常委会", decided_on=OPENED_ON, by=UserFactory())
    publish_group(group, by=UserFactory())
    return group


@pytest.fixture
def assessee(last_year):
    """The unit of the second place, a year later, in the field."""
    before = last_year.results.select_related("assessee__system").get(rank=2).assessee
    system = before.system
    cycle = CycleFactory(period="2024", scheme=last_year.run.cycle.scheme, systems=[system])
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    AssessmentCycle.objects.filter(pk=cycle.pk).update(field_plan=running_plan())
    found = cycle.assessees.get(unit=before.unit)
    found.cycle.refresh_from_db()
    return found


def docx_text(content):
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_grp_10_the_brief_tells_last_year_from_what_was_stored(assessee, last_year):
    result = last_year.results.get(rank=2)
    brief = brief_of(assessee)
    assert brief.last_year.result == result
    assert brief.last_year.total == result.total
    assert brief.last_year.grade
    lost = [part.lost for part in brief.losses]
    assert lost == sorted(lost, reverse=True)
    assert 0 < len(lost) <= 5
    assert all(part > 0 for part in lost)


def test_grp_10_an_unpublished_result_is_not_told(assessee, last_year):
    """The run of the cycle that is being judged stays out of sight, too: marks are blind."""
    assessee.cycle.marking_closed_at = timezone.now()
    assessee.cycle.save()
    run_to_end(assessee.cycle)
    assert [year.period for year in brief_of(assessee).earlier] == ["2023"]


def test_grp_10_figures_problems_and_team_stand_in_it(assessee):
    leaf = brief_of(assessee).figures[0].node
    ValueFactory(indicator=leaf.indicator, unit=assessee.unit, period="2024", value=88)
    OverlayFactFactory(assessee=assessee)
    VerificationFactory(assessee=assessee)
    VerificationFactory(assessee=assessee, concluded=True)
    AppointmentFactory(unit=assessee.unit, in_team=True)
    brief = brief_of(assessee)
    first = brief.figures[0]
    assert (first.reported.value, first.previous.value) == (88, 95)
    assert len(brief.missing) == len(brief.figures) - 1
    assert (len(brief.facts), len(brief.doubts), len(brief.team)) == (1, 1, 1)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_grp_10_the_docx_is_ready_before_field_day(assessee, language):
    VerificationFactory(assessee=assessee, doubt="项目数与台账不符")
    AppointmentFactory(unit=assessee.unit, in_team=True, cadre__name="贾宝成")
    brief = brief_of(assessee)
    with translation.override(language):
        text = docx_text(brief_docx(brief, on=timezone.localdate()))
    wanted = [
        assessee.name,
        assessee.category.name,
        "贾宝成",
        "项目数与台账不符",
        brief.last_year.grade,
        *(part.name for part in brief.losses),
        *(line.node.name for line in brief.figures),
    ]
    assert [part for part in wanted if part not in text] == []


def test_the_brief_of_a_newcomer_says_that_nothing_is_on_record(last_year):
    assessee = last_year.results.get(rank=1).assessee
    brief = brief_of(assessee)
    assert (brief.last_year, brief.losses) == (None, [])
    text = docx_text(brief_docx(brief, on=timezone.localdate()))
    assert "No published result of an earlier year." in text


def test_the_queries_of_a_brief_do_not_grow(assessee):
    brief_of(assessee)  # its unit and cycle are known from here on
    counts = []
    for _ in range(2):
        AppointmentFactory.create_batch(3, unit=assessee.unit, in_team=True)
        VerificationFactory.create_batch(3, assessee=assessee)
        with CaptureQueriesContext(connection) as queries:
            brief_of(assessee)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_grp_10_page_docx_and_api_tell_the_same_before_the_field_day(client, assessee):
    plan = assessee.cycle.field_plan
    group = AssessmentGroupFactory(plan=plan)
    visit(group, assessee)
    client.force_login(seat(group), backend="django.contrib.auth.backends.ModelBackend")
    VerificationFactory(assessee=assessee, group=group, doubt="项目数与台账不符")
    AppointmentFactory(unit=assessee.unit, in_team=True, cadre__name="贾宝成")
    brief = brief_of(assessee)
    place = [group.pk, assessee.pk]
    page = client.get(reverse("assessment:brief_detail", args=place)).content.decode()
    paper = docx_text(client.get(reverse("assessment:brief_docx", args=place)).content)
    told = client.get(reverse("api:field-assessee-detail", args=place)).json()
    assert [loss["name"] for loss in told["losses"]] == [part.name for part in brief.losses]
    assert told["earlier"][0]["grade"] == brief.last_year.grade
    assert told["team"][0]["name"] == "贾宝成"
    for text in (page, paper, str(told)):
        for wanted in ("贾宝成", "项目数与台账不符", brief.last_year.grade, brief.losses[0].name):
            assert wanted in text
