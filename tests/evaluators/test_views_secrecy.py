"""G-26: no page, API or file shows an evaluator points, stars or a ranking."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.evaluators.review_factories import (
    EvaluatorReviewFactory,
    HeldSeatFactory,
    LedSeatFactory,
    PointsEntryFactory,
    YearStarsFactory,
)

pytestmark = pytest.mark.django_db


def test_g_26_no_page_api_or_file_shows_an_evaluator_points_stars_or_a_ranking(client) -> None:
    """Everything that an evaluator may open with GET, about the own and a colleague's record."""
    led = LedSeatFactory(evaluator__name="周其")
    colleague = HeldSeatFactory(group=led.group).evaluator
    keys = {led.pk, led.group_id, led.group.plan_id, led.evaluator.pk, colleague.pk}
    for person in (led.evaluator, colleague):
        entry = PointsEntryFactory(evaluator=person, evidence="记分依据")
        stars = YearStarsFactory(evaluator=person, points=Decimal("777.77"), reason="星级理由")
        EvaluatorReviewFactory(seat=person.seats.get(), source="discipline", remark="纪检意见")
        keys |= {entry.pk, stars.pk}
    client.force_login(led.evaluator.account)
    opened = set()
    for address in addresses(keys):
        answer = client.get(address, {"year": 2023})
        if answer.status_code != 200:
            continue
        opened.add(address)
        shown = text_of(answer)
        for secret in ("777.77", "记分依据", "星级理由", "纪检意见", "/points/", "/stars/"):
            assert secret not in shown, address
    assert led.evaluator.get_absolute_url() in opened
    assert reverse("evaluators:member_list") in opened
    assert reverse("api:assessment-group-list") in opened
    for api in ("points-entry", "evaluator-stars", "home-deduction"):
        assert client.get(reverse(f"api:{api}-list")).json()["count"] == 0
    assert not {one for one in opened if one.startswith(("/evaluators/stars", "/evaluators/exits"))}


def addresses(keys: set[int]) -> Iterator[str]:
    """All pages, files and API paths that take nothing or one key of an object."""

    def walk(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                if pattern.namespace != "admin":
                    inner = f"{pattern.namespace}:" if pattern.namespace else ""
                    yield from walk(pattern.url_patterns, namespace + inner)
            elif pattern.name and pattern.name not in WITHOUT_ROWS:
                yield f"{namespace}{pattern.name}"

    for name in walk(get_resolver().url_patterns):
        for arguments in ([], *([key] for key in sorted(keys))):
            with suppress(NoReverseMatch):
                yield reverse(name, args=arguments)


# The icon streams a file; the other two are slow and hold no rows.
WITHOUT_ROWS = {"schema", "docs", "favicon"}


def text_of(answer) -> str:
    """What a page says; of an office file all its parts."""
    content = answer.getvalue() if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"\n".join(parts.read(name) for name in parts.namelist())
    return content.decode("utf-8", errors="replace")
