"""What is signed and what comes of a breach: EVP-22, EVP-25."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluators.models import Breach, FieldPlan, LetterVersion
from evaluators.services.points import confirm_stars
from tests.assessment.marking import evaluator_of, make_marking
from tests.evaluators.acceptance.screens import page, press
from tests.evaluators.factories import EvaluatorFactory, LetterVersionFactory, SignatureFactory
from tests.evaluators.review_factories import (
    BreachFactory,
    RecommendationFactory,
    YearStarsFactory,
)

pytestmark = pytest.mark.django_db
Kind = LetterVersion.Kind


@pytest.mark.usefixtures("office")
def test_evp_22_the_file_shows_the_signed_version_of_each_letter(client) -> None:
    """Signed: the nine don'ts of 2021 and of 2023, the pledge of 2020; nothing of secrecy."""
    person = EvaluatorFactory()
    for kind, year, text in (
        (Kind.NINE_DONTS, 2021, "一不准泄密"),
        (Kind.NINE_DONTS, 2023, "一不准泄露考核工作秘密"),
        (Kind.PLEDGE, 2020, "本人郑重承诺"),
    ):
        letter = LetterVersionFactory(kind=kind, valid_from=dt.date(year, 1, 1), text=text)
        SignatureFactory(letter=letter, evaluator=person)
    LetterVersionFactory(kind=Kind.NINE_DONTS, valid_from=dt.date(2024, 1, 1), text="尚未签")
    answer = client.get(person.get_absolute_url())
    assert [
        (one.kind, one.signature and one.signature.letter.valid_from.year, len(one.earlier))
        for one in answer.context["dossier"].letters
    ] == [(Kind.PLEDGE, 2020, 0), (Kind.SECRECY, None, 0), (Kind.NINE_DONTS, 2023, 1)]
    shown = " ".join(answer.content.decode().split())
    assert "<strong>nine don&#x27;ts</strong> wording of 2023-01-01, signed" in shown
    assert "一不准泄露考核工作秘密" in shown
    assert "尚未签" not in shown
    assert (
        '<strong>secrecy letter</strong> <span class="hj-word hj-wait">not signed</span>' in shown
    )


@pytest.mark.usefixtures("office")
def test_evp_22_the_breach_log_and_the_list_of_recommendations_are_reached_from_the_file(
    client,
) -> None:
    person = EvaluatorFactory(name="陆其")
    letter = LetterVersionFactory(kind=Kind.NINE_DONTS, valid_from=dt.date(2023, 1, 1))
    SignatureFactory(letter=letter, evaluator=person)
    facts = {"number": "4", "happened_on": "2023-05-06", "finding": "接受被考核单位宴请"}
    press(client, "breach_create", person.pk, **facts)
    assert Breach.objects.get().letter == letter
    praise = {"year": "2022", "kind": "best_report", "reason": "报告质量高"}
    press(client, "recommendation_create", person.pk, **praise)
    file = page(client, "evaluator_detail", person.pk)
    for name in ("breach_list", "recommendation_list"):
        assert reverse(f"evaluators:{name}") in file
    assert "接受被考核单位宴请" in file
    assert "报告质量高" in file
    log = page(client, "breach_list", year=2023)
    for text in ("陆其", "number 4", "接受被考核单位宴请", "wording of 2023-01-01"):
        assert text in log
    assert "陆其" not in page(client, "breach_list", year=2022)
    assert "陆其" in page(client, "recommendation_list", year=2022)


def test_evp_22_an_evaluator_reads_the_own_letters_and_no_results(client, office_clerk) -> None:
    person = EvaluatorFactory(with_account=True)
    letter = LetterVersionFactory(kind=Kind.NINE_DONTS, text="一不准泄密")
    SignatureFactory(letter=letter, evaluator=person)
    BreachFactory(evaluator=person, letter=letter, finding="接受宴请")
    RecommendationFactory(evaluator=person, reason="带队考核五个单位")
    stars = YearStarsFactory(evaluator=person)
    confirm_stars(stars, confirmed=stars.proposed, reason="", by=office_clerk)
    client.force_login(person.account)
    shown = page(client, "evaluator_detail", person.pk)
    assert "一不准泄密" in shown
    for secret in ("接受宴请", "带队考核五个单位", "What came of the work?", "3 stars"):
        assert secret not in shown


@pytest.mark.usefixtures("office")
def test_file_and_breach_log_ask_no_more_questions_for_more_rows(client) -> None:
    person = EvaluatorFactory()
    for address in (person.get_absolute_url(), reverse("evaluators:breach_list")):
        counts = []
        for _round in range(2):
            for _row in range(3):
                SignatureFactory(evaluator=person)
                BreachFactory(evaluator=person)
                BreachFactory()
            with CaptureQueriesContext(connection) as queries:
                client.get(address, {"year": 2023})
            counts.append(len(queries))
        assert counts[0] == counts[1], address


def test_evp_25_an_unsigned_member_opens_the_task_and_sees_only_the_letters(client) -> None:
    """Pledge and secrecy letter come first; with the end of the plan everything is closed again."""
    marking = make_marking()
    member = marking.member()
    for kind, text in ((Kind.PLEDGE, "本人承诺客观公正"), (Kind.SECRECY, "本人保守工作秘密")):
        LetterVersionFactory(kind=kind, text=text, valid_from=dt.date(2020, 1, 1))
    assessee = marking.assessees[0]
    client.force_login(member)
    sheet = reverse("assessment:sheet_edit", args=[assessee.pk])
    opened = client.get(sheet, follow=True)
    assert opened.redirect_chain[0][0].startswith(
        reverse("evaluators:letter_sign", args=[marking.plan.pk])
    )
    shown = opened.content.decode()
    assert "本人承诺客观公正" in shown
    assert "本人保守工作秘密" in shown
    assert assessee.unit.name not in shown
    typed = {f"letter-{one.pk}": "on" for one in LetterVersion.objects.all()}
    press(client, "letter_sign", marking.plan.pk, **typed)
    assert assessee.unit.name in client.get(sheet).content.decode()
    assert evaluator_of(member).signatures.count() == 2
    FieldPlan.objects.update(ends_on=marking.plan.starts_on)
    assert client.get(sheet).status_code == 404
