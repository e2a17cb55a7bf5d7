"""G-20, PAIN-08: `.lrmx` files come in and go out without loss, and change nobody silently."""

import base64
import io
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from docx import Document
from pypdf import PdfReader

from dailyreview.models import AppointmentForm
from dailyreview.paper import PRINTERS
from dailyreview.paper.appointment import appointment_sheet
from dailyreview.rules.lrmx import Form, LrmxError, read_lrmx, write_lrmx
from dailyreview.selectors.appointment_forms import differences_from_record, with_ours
from dailyreview.services import appointment_forms
from dailyreview.services.appointment_forms import (
    confirm_form,
    digest_of,
    drop_form,
    offer_form,
)
from organization.models import AuditEvent, Cadre, Role, User
from tests.dailyreview.factories import (
    AppointmentFormFactory,
    DailyPlanFactory,
    DossierEntryFactory,
    FormBatchFactory,
)
from tests.organization.factories import CadreFactory, UnitFactory, UserFactory

# One red point as PNG.
PHOTO = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
FAMILY = "".join(
    f"<Item><ChengWei>亲属{number}</ChengWei><XingMing>甲{number}</XingMing><ChuShengRiQi>196{number}05"
    "</ChuShengRiQi><ZhengZhiMianMao>群众</ZhengZhiMianMao><GongZuoDanWeiJiZhiWu>某厂 职工"
    "</GongZuoDanWeiJiZhiWu></Item>"
    for number in range(7)
)


def xml(cadre: Cadre | None = None, *, head: str = "", more: str = "", **texts: str) -> str:
    """A form as other systems write it, of a cadre or of nobody."""
    known = {"XingMing": "王小明", "XingBie": "男", "ChuShengNianYue": "197503"}
    if cadre:
        known = {
            "XingMing": cadre.name,
            "XingBie": cadre.get_sex_display(),
            "ChuShengNianYue": f"{cadre.birth_month:%Y%m}",
            "ShenFenZheng": cadre.id_number,
        }
    known |= {
        "MinZu": "汉族",
        "JianLi": "1997.08--2003.05  某县农业局科员\n2003.05--  副局长",
        **texts,
    }
    parts = "".join(f"<{tag}>{text}</{tag}>" for tag, text in known.items())
    return (
        f"{head}<Person>{parts}<JiaTingChengYuan>{FAMILY}</JiaTingChengYuan>"
        f"<ZhaoPian>{PHOTO}</ZhaoPian>{more}</Person>"
    )


@pytest.fixture
def clerk(db) -> User:
    return UserFactory(role=Role.OFFICE_STAFF)


@pytest.fixture
def cadre(db) -> Cadre:
    return CadreFactory(name="王小明")


@pytest.fixture(autouse=True)
def _chinese():
    with translation.override("zh-hans"):
        yield


def imported(cadre: Cadre, clerk: User, **texts: str) -> AppointmentForm:
    form = offer_form(xml(cadre, **texts).encode(), by=clerk)
    return confirm_form(form, digest=digest_of(form), by=clerk)


FOREIGN = (
    '<ZiDingYi lx="1"><Ceng a="甲">乙<Nei/></Ceng></ZiDingYi><KongZhi/>'
    "<BeiZhu>a&amp;b &lt;c&gt;</BeiZhu>"
)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-8-sig"),
        ('<?xml version="1.0" encoding="GB2312"?>\n', "gb18030"),
        ('<?xml version="1.0" encoding="GB18030"?>', "gb18030"),
        ("", "gb18030"),
        ('<?xml version="1.0" encoding="utf-16"?>', "utf-16"),
    ],
)
def test_g_20_round_trip_loses_nothing(head, encoding) -> None:
    read = read_lrmx(xml(head=head, more=FOREIGN).encode(encoding))
    assert read == read_lrmx(xml(more=FOREIGN).encode())
    assert (read.get("XingMing"), len(read.family), read.get("ZhaoPian")) == ("王小明", 7, PHOTO)
    written = write_lrmx(read)
    assert read_lrmx(written) == read
    assert Form.of(read.stored()) == read
    text = written.decode()
    assert '<ZiDingYi lx="1"><Ceng a="甲">乙<Nei' in text
    assert "<BeiZhu>a&amp;b &lt;c&gt;</BeiZhu>" in text
    tags = [tag for tag, _text in read.texts]
    assert tags.index("JiaTingChengYuan") < tags.index("ZhaoPian") < tags.index("BeiZhu")


@pytest.mark.parametrize(
    "content",
    [
        '<Person xmlns:x="urn:x" x:lx="1"><XingMing pinyin="WXM">王</XingMing></Person>',
        "<Person><JianLi>一&#13;&#10;二&#9;三</JianLi><A/><A>两次</A><A/></Person>",
        "<Person><JiaTingChengYuan><Item/><Item lx='1'><ChengWei>父</ChengWei></Item><Qi>其</Qi>"
        "<Item><ChengWei>母</ChengWei><Zi><Sun/></Zi></Item></JiaTingChengYuan></Person>",
        "<Person><JiaTingChengYuan/><JiaTingChengYuan><Item/></JiaTingChengYuan></Person>",
        "<Person><XingMing>𠮷𪚥</XingMing></Person>",
        "<Person/>",
    ],
    ids=["attributes", "line ends", "odd family", "two families", "rare characters", "empty"],
)
def test_what_other_systems_add_is_kept(content) -> None:
    read = read_lrmx(content.encode())
    assert read_lrmx(write_lrmx(read)) == read
    before, after = (
        sorted((one.tag, tuple(one.items()), one.text or "") for one in tree)
        for tree in map(_elements, (content.encode(), write_lrmx(read)))
    )
    assert before == after


def _elements(content: bytes) -> list:
    return list(ElementTree.fromstring(content).iter())


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Person><XingMing>&b;</XingMing></Person>'
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BOMB.encode(), "doctype"),
        (BOMB.encode("utf-16"), "doctype"),
        (b"<!doctype Person SYSTEM 'file:///etc/passwd'><Person/>", "doctype"),
        (b"<Person>" + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</Person>", "xml"),
        ("<Person><XingMing>王\x0b小</XingMing></Person>".encode(), "xml"),
        (b"<Person><XingMing>&#0;</XingMing></Person>", "xml"),
        (b"<Person><XingMing>&#xD800;</XingMing></Person>", "xml"),
        (b"<Person><XingMing>", "xml"),
        (b"PK\x03\x04", "xml"),
        (b"", "xml"),
        (b"\xff\xff\xff", "encoding"),
        (b"<Report/>", "root"),
    ],
)
def test_malicious_and_damaged_files_are_refused(content, code, clerk) -> None:
    with pytest.raises(LrmxError, match=code):
        read_lrmx(content)
    with pytest.raises(ValidationError) as refused:
        offer_form(content, by=clerk)
    assert refused.value.code == code
    assert not AppointmentForm.objects.exists()


def test_file_is_looked_at_before_it_counts_and_the_record_stays(clerk, cadre) -> None:
    form = offer_form(xml(cadre, XingBie="女").encode(), by=clerk)
    assert (form.cadre, form.texts, form.imported_at) == (cadre, [], None)
    (found,) = differences_from_record(form.offered_form, cadre)
    assert (found.tag, found.ours, found.theirs) == ("XingBie", "男", "女")
    form = confirm_form(form, digest=digest_of(form), by=clerk)
    assert form.form.get("XingBie") == "女"
    cadre.refresh_from_db()
    assert cadre.sex == Cadre.Sex.MALE
    actions = set(AuditEvent.objects.about(form).values_list("action", flat=True))
    assert actions == {"appointment_form_offered", "appointment_form_imported"}
    assert cadre.id_number not in str(list(AuditEvent.objects.values_list("before", "after")))
    with pytest.raises(ValidationError, match="待确认"):
        confirm_form(form, digest="", by=clerk)


def test_stale_digest_is_refused(clerk, cadre) -> None:
    form = offer_form(xml(cadre).encode(), by=clerk)
    seen = digest_of(form)
    form = offer_form(xml(cadre, MinZu="回族").encode(), by=clerk)
    with pytest.raises(ValidationError) as refused:
        confirm_form(form, digest=seen, by=clerk)
    assert refused.value.code == "stale"


def test_dropped_file_leaves_what_was_there(clerk, cadre) -> None:
    drop_form(offer_form(xml(cadre).encode(), by=clerk), by=clerk)
    assert not AppointmentForm.objects.exists()
    imported(cadre, clerk)
    form = offer_form(xml(cadre, MinZu="回族").encode(), by=clerk)
    drop_form(form, by=clerk)
    form.refresh_from_db()
    assert (form.form.get("MinZu"), form.offered) == ("汉族", None)


def test_without_id_number_name_and_month_of_birth_find_the_cadre(clerk, cadre) -> None:
    month = f"{cadre.birth_month:%Y.%m}"
    assert offer_form(xml(ChuShengNianYue=month).encode(), by=clerk).cadre == cadre
    CadreFactory(name=cadre.name, birth_month=cadre.birth_month)
    with pytest.raises(ValidationError) as refused:
        offer_form(xml(ChuShengNianYue=month).encode(), by=clerk)
    assert refused.value.code == "several"


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"ShenFenZheng": "110101199003070000"}, "unknown"),
        ({"ChuShengNianYue": "190001"}, "unknown"),
        ({"ChuShengNianYue": "不详"}, "nobody"),
    ],
)
def test_file_about_nobody_is_refused(clerk, cadre, texts, code) -> None:
    with pytest.raises(ValidationError) as refused:
        offer_form(xml(**texts).encode(), by=clerk)
    assert refused.value.code == code


def test_large_file_is_refused(client, clerk, monkeypatch) -> None:
    monkeypatch.setattr(appointment_forms, "LARGEST", 100)
    with pytest.raises(ValidationError, match="MB"):
        offer_form(xml().encode(), by=clerk)


def test_page_reads_in_compares_confirms_and_gives_back(client, clerk, cadre) -> None:
    client.force_login(clerk)
    file = SimpleUploadedFile("王小明.lrmx", xml(cadre, more=FOREIGN).encode("utf-8-sig"))
    answer = client.post(reverse("dailyreview:form_create"), {"file": file})
    form = AppointmentForm.objects.get()
    assert answer.url == form.get_absolute_url()
    page = client.get(answer.url).content.decode()
    assert digest_of(form) in page
    body = {"digest": digest_of(form)}
    client.post(reverse("dailyreview:form_confirm", args=[form.pk]), body)
    given = client.get(reverse("dailyreview:form_lrmx", args=[form.pk])).content
    assert read_lrmx(given) == read_lrmx(xml(cadre, more=FOREIGN).encode())
    assert cadre.name in client.get(reverse("dailyreview:form_list")).content.decode()
    assert "汉族" in client.get(answer.url).content.decode()
    for format, magic in (("docx", b"PK"), ("pdf", b"%PDF")):
        address = reverse("dailyreview:form_paper", args=[form.pk, format])
        assert client.get(address).content.startswith(magic)
    wrong = SimpleUploadedFile("a.lrmx", BOMB.encode())
    answer = client.post(reverse("dailyreview:form_create"), {"file": wrong})
    assert answer.status_code == 200
    assert AppointmentForm.objects.count() == 1


def test_l_10_awards_and_penalties_of_the_dossier_come_behind_those_of_the_file(
    client, clerk, cadre
) -> None:
    """Confirmed facts of the form's kinds only, each once."""
    form = imported(cadre, clerk, JiangChengQingKuang="2019.05 获评先进工作者")
    facts = {"cadre": cadre, "confirmed": True}
    for fact in ("获评先进工作者", "记三等功"):
        DossierEntryFactory(fact=fact, **facts)
    DossierEntryFactory(fact="受到党内警告", kind="discipline", **facts)
    DossierEntryFactory(fact="通报批评", kind="criticism", **facts)
    DossierEntryFactory(fact="待确认的表彰", cadre=cadre)
    told = with_ours(form, clerk).get("JiangChengQingKuang").splitlines()
    expected = ["2019.05 获评先进工作者", "2024.05 记三等功", "2024.05 受到党内警告"]
    assert told == expected
    client.force_login(clerk)
    for name, args in (("form_lrmx", []), ("form_paper", ["docx"])):
        address = reverse(f"dailyreview:{name}", args=[form.pk, *args])
        assert client.get(address, {"ours": "1"}).status_code == 200
    written = client.get(reverse("dailyreview:form_lrmx", args=[form.pk]), {"ours": "1"}).content
    assert read_lrmx(written).get("JiangChengQingKuang").splitlines() == expected


def test_annual_results_are_refreshed_when_asked(clerk, cadre, monkeypatch) -> None:
    form = imported(cadre, clerk, NianDuKaoHeJieGuo="2019年度考核为称职")
    assert with_ours(form, clerk) == form.form
    decided = {cadre.pk: {"2022": "优秀", "2023": "称职"}}
    module = "dailyreview.selectors.appointment_forms.annual_grades"
    monkeypatch.setattr(module, lambda _cadres: decided)
    told = with_ours(form, clerk).get("NianDuKaoHeJieGuo")
    assert told == "2022年度考核为优秀、2023年度考核为称职"
    assert form.form.get("NianDuKaoHeJieGuo") == "2019年度考核为称职"


def test_paper_has_two_pages_the_photo_and_seven_of_the_family(cadre) -> None:
    """G-25: the age stands in brackets, on the day that the form counts from."""
    form = read_lrmx(xml(JiSuanNianLingShiJian="20240201").encode())
    sheet = appointment_sheet(form)
    document = Document(io.BytesIO(PRINTERS["docx"](sheet)))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert "1975.03\n（48岁）" in cells
    assert {f"甲{number}" for number in range(7)} <= cells
    assert len(document.inline_shapes) == 1
    pdf = PdfReader(io.BytesIO(PRINTERS["pdf"](sheet)))
    assert len(pdf.pages) == 2


@pytest.mark.parametrize(
    "photo", ["no base64", base64.b64encode(b"\xff\xd8\xffdamaged").decode(), "AAAA"]
)
def test_damaged_photo_leaves_its_box_empty(photo) -> None:
    form = read_lrmx(xml().replace(PHOTO, photo).encode())
    for draw in PRINTERS.values():
        assert draw(appointment_sheet(form))


def test_lists_ask_no_more_questions_for_more_rows(client, clerk) -> None:
    plan = DailyPlanFactory()
    pages = (
        reverse("dailyreview:form_list"),
        reverse("dailyreview:formbatch_create", args=[plan.pk]),
    )
    client.force_login(clerk)
    counts = []
    for _round in range(3):
        AppointmentFormFactory.create_batch(3, waiting=True)
        FormBatchFactory.create_batch(3, plan=plan, unit=UnitFactory(), requested_by=clerk)
        with CaptureQueriesContext(connection) as queries:
            assert [client.get(page).status_code for page in pages] == [200, 200]
        counts.append(len(queries))
    assert counts[1] == counts[2]
