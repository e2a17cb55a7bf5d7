"""The library: taken over in one go, found by what people remember."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.imports.confirming import confirm_import, upload_workbook
from assessment.imports.exporting import library_rows
from demo import library, units
from indicators.models import AssessmentProcess, Indicator, LibraryModel, ModelNode
from tests.assessment.imports.workbooks import content_of, messages_of, preview_of, upload_of
from tests.indicators.factories import IndicatorFactory
from tests.organization.factories import UnitFactory

pytestmark = pytest.mark.django_db
QUERIES = 12


@pytest.fixture
def clerk(client, office_clerk):
    client.force_login(office_clerk)
    return client


def names(response):
    return [row.record.name for row in response.context["table"].page.object_list]


def found(clerk, **query):
    return names(clerk.get(reverse("indicators:indicator_list"), query))


def counted(clerk, name):
    with CaptureQueriesContext(connection) as queries:
        response = clerk.get(reverse(f"indicators:{name}"))
    return len(queries), response


def test_ind_04_the_whole_library_is_imported_and_lists(clerk, office_clerk):
    """IND-04: 4,137 indicators, 117 models and 99 processes import and list."""
    few = counted(clerk, "indicator_list")[0]
    for code in set(units.drill_codes()):
        UnitFactory(code=code)
    rows = library.sheets()
    with CaptureQueriesContext(connection) as queries:
        workbook = upload_workbook(upload_of(content_of(rows)), by=office_clerk)
    assert workbook.preview["refused"] == []
    assert workbook.created_count == sum(map(len, rows.values()))
    assert len(queries) < QUERIES * len(rows)
    confirm_import(workbook, by=office_clerk)
    kept = (
        Indicator.objects.count(),
        LibraryModel.objects.count(),
        AssessmentProcess.objects.count(),
    )
    assert kept == (4137, 117, 99)
    many, response = counted(clerk, "indicator_list")
    assert many == few + 1  # the page is no longer empty: its rows are read
    assert "4137" in str(response.context["table"].paginator.count)
    # What was taken in is taken out again, and read back as it stands.
    taken_out = library_rows(office_clerk)
    assert {key: len(entries) for key, entries in taken_out.items()} == {
        key: len(entries) for key, entries in rows.items()
    }
    some = {"models": taken_out["models"][:5], "processes": taken_out["processes"][:5]}
    assert preview_of(content_of(some), office_clerk).counts() == {"unchanged": 10}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"share": "90"}, "adds up to 90 instead of 100"),
        ({"rule": "nonsense"}, "is none of"),
        ({"indicator": "NOBODY"}, "stands neither in the sheet"),
    ],
)
def test_a_model_that_cannot_be_inserted_is_refused_at_its_cell(office_clerk, cells, reason):
    IndicatorFactory(code="GDP", owner=None)
    leaf = {"model": "M", "code": "1", "name": "总量", "share": "100", "source": "reported"}
    rows = {
        "models": [{"code": "M", "name": "模型"}],
        "model_nodes": [{**leaf, "rule": "rank", "indicator": "GDP", **cells}],
    }
    preview = preview_of(content_of(rows), office_clerk)
    assert any(reason in message for message in messages_of(preview))
    assert ModelNode.objects.count() == 0


def test_hits_are_ranked_code_then_name_then_initials(clerk):
    for code, name in (
        ("A1", "高质量发展"),  # by its initials
        ("A2", "GZL 专利"),  # by its name
        ("GZL", "某项"),  # by its code
        ("A3", "人均可支配收入"),
        ("A4", "党政 gzl 工作"),  # somewhere inside
    ):
        IndicatorFactory(code=code, name=name)
    assert found(clerk, text="gzl") == ["某项", "GZL 专利", "高质量发展", "党政 gzl 工作"]
    assert found(clerk, text="kzp") == ["人均可支配收入"]
    assert found(clerk, text="人均 收入") == ["人均可支配收入"]


def test_initials_follow_the_name():
    indicator = IndicatorFactory(name="长期护理保险")
    assert indicator.initials == "cqhlbx"
    indicator.name = "增长率"
    indicator.save()
    assert Indicator.objects.get().initials == "zzl"


def test_library_is_narrowed_by_tag_kind_and_status(clerk):
    IndicatorFactory(name="甲", tags="数字经济、税收", kind="common")
    IndicatorFactory(name="乙", tags="数字", kind="negative", status="retired")
    assert found(clerk, tag="数字") == ["乙"]
    assert found(clerk, tag="税收") == ["甲"]
    assert found(clerk, kind="common") == ["甲"]
    assert found(clerk, status="retired") == ["乙"]
