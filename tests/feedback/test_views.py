"""Pages of reports and batches: who sees them, what they carry, how they behave."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from feedback.models import ReportAdvice, ReportBatch
from feedback.services.batches import make_batch, order_batch
from organization.models import AuditEvent
from tests.feedback.worlds import FIGURES, publish, scored_group

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def group(category, unit):
    return scored_group(category, FIGURES[:1], units=[unit])


@pytest.fixture
def result(group):
    return group.results.get()


@pytest.fixture
def clerk(client, office_clerk):
    client.force_login(office_clerk, backend=BACKEND)
    return client


@pytest.mark.parametrize("role", ["principal", "leader", "reporter"])
def test_the_unit_reads_its_report_after_publication(client, group, result, role, request):
    client.force_login(request.getfixturevalue(role), backend=BACKEND)
    url = reverse("feedback:report_detail", args=[result.pk])
    assert client.get(url).status_code == 404
    assert result.assessee.name not in client.get(reverse("feedback:report_list")).text
    publish(group)
    assert client.get(url).status_code == 200
    assert result.assessee.name in client.get(reverse("feedback:report_list")).text


def test_a_stranger_reads_nothing(client, group, result, stranger):
    publish(group)
    client.force_login(stranger, backend=BACKEND)
    for name in ("report_detail", "report_pdf", "report_docx"):
        assert client.get(reverse(f"feedback:{name}", args=[result.pk])).status_code == 404


def test_an_unpublished_report_says_so(clerk, group, result):
    url = reverse("feedback:report_detail", args=[result.pk])
    assert "hj-note hj-watch" in clerk.get(url).text
    publish(group)
    assert "hj-note hj-watch" not in clerk.get(url).text


@pytest.mark.parametrize(("name", "magic"), [("report_pdf", b"%PDF"), ("report_docx", b"PK")])
def test_a_download_is_an_attachment_that_nobody_keeps(clerk, result, name, magic):
    response = clerk.get(reverse(f"feedback:{name}", args=[result.pk]))
    assert response.content.startswith(magic)
    assert response.headers["Content-Disposition"].startswith("attachment; filename")
    assert "no-store" in response.headers["Cache-Control"]


def test_charts_stand_in_the_page_as_json(clerk, result):
    response = clerk.get(reverse("feedback:report_detail", args=[result.pk]))
    assert response.text.count("<figure") == len(response.context["charts"])
    assert 'style="' not in response.text


def test_the_list_narrows_to_a_category_and_offers_its_zip(clerk, group):
    url = reverse("feedback:report_list")
    order = reverse("feedback:batch_create", args=[group.pk])
    assert order not in clerk.get(url).text
    assert order in clerk.get(url, {"group": group.pk}).text


def test_the_list_answers_htmx_with_its_table_alone(clerk, group):
    text = clerk.get(reverse("feedback:report_list"), headers={"HX-Request": "true"}).text
    assert "report-list-table" in text
    assert "<html" not in text


def test_queries_of_the_list_do_not_grow(clerk, category):
    counts = []
    for size in (2, 5):
        scored_group(category, FIGURES[:size])
        with CaptureQueriesContext(connection) as queries:
            clerk.get(reverse("feedback:report_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_advice_is_written_shown_and_recorded(clerk, result):
    url = reverse("feedback:advice_edit", args=[result.pk])
    assert clerk.post(url, {"text": "  "}).status_code == 200
    assert clerk.post(url, {"text": "先补短板"}).status_code == 302
    assert clerk.post(url, {"text": "先补环境短板"}).status_code == 302
    advice = ReportAdvice.objects.get()
    events = AuditEvent.objects.about(advice).order_by("pk")
    assert [event.after["text"] for event in events] == ["先补短板", "先补环境短板"]
    assert events[1].before["text"] == "先补短板"
    assert "先补环境短板" in clerk.get(reverse("feedback:report_detail", args=[result.pk])).text


def test_advice_loses_what_no_document_can_hold(clerk, result):
    pasted = "一\x0b二\x01\t三\r\n\r\n四 <b>&\u3000{{ x }} 😀"
    clerk.post(reverse("feedback:advice_edit", args=[result.pk]), {"text": pasted})
    assert ReportAdvice.objects.get().text == "一\n二 三\n\n四 <b>&\u3000{{ x }} 😀"
    for name in ("report_detail", "report_pdf", "report_docx"):
        assert clerk.get(reverse(f"feedback:{name}", args=[result.pk])).status_code == 200


def test_a_batch_is_ordered_watched_and_fetched(clerk, group):
    response = clerk.post(reverse("feedback:batch_create", args=[group.pk]), {"format": "pdf"})
    batch = ReportBatch.objects.get()
    assert response.headers["Location"] == batch.get_absolute_url()
    waiting = clerk.get(batch.get_absolute_url(), headers={"HX-Request": "true"}).text
    assert "every 1s" in waiting
    assert "<html" not in waiting
    download = reverse("feedback:batch_download", args=[batch.pk])
    assert clerk.get(download).status_code == 404
    make_batch(batch.pk)
    ready = clerk.get(batch.get_absolute_url()).text
    assert "every 1s" not in ready
    assert download in ready
    response = clerk.get(download)
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert "no-store" in response.headers["Cache-Control"]


def test_earlier_batches_bear_their_date_as_tables_do(clerk, group, office_clerk):
    batch = order_batch(group, format="docx", by=office_clerk)
    page = clerk.get(reverse("feedback:batch_create", args=[group.pk])).text
    assert f"{timezone.localtime(batch.requested_at):%Y-%m-%d %H:%M}" in page


def test_a_batch_is_cancelled_once(clerk, group, office_clerk):
    batch = order_batch(group, format="docx", by=office_clerk)
    url = reverse("feedback:batch_cancel", args=[batch.pk])
    assert clerk.post(url).status_code == 302
    batch.refresh_from_db()
    assert batch.state == ReportBatch.State.CANCELLED
    assert (
        "finished" in clerk.post(url, follow=True).text
        or "已经结束" in clerk.get(batch.get_absolute_url()).text
    )


def test_nobody_fetches_a_batch_of_somebody_else(client, group, office_clerk, office_clerk_b):
    batch = order_batch(group, format="pdf", by=office_clerk)
    client.force_login(office_clerk_b, backend=BACKEND)
    assert client.get(batch.get_absolute_url()).status_code == 404


def test_the_api_gives_the_whole_report(clerk, group, result):
    heads = clerk.get(reverse("api:report-list")).json()["results"]
    assert [head["id"] for head in heads] == [result.pk]
    report = clerk.get(reverse("api:report-detail", args=[result.pk])).json()
    assert report["total"] == f"{result.total:.6f}"
    assert report["losses"][0]["reason"]
    assert report["digest"] == group.run.digest
