"""The daily review by the API: the same services, refusals at the field, nothing of colleagues."""

import pytest
from django.urls import reverse

from assessment.models import GradeDecision, ScoreSheet
from dailyreview.models import PilotUnit, QuarterRecord, ReviewStep
from dailyreview.selectors.reviewing import review_cards
from organization.models import User
from tests.assessment.worlds import run_to_end
from tests.dailyreview.api import api
from tests.dailyreview.factories import ColleagueCommentFactory, StandInFactory
from tests.dailyreview.worlds import LEAVES, DailyWorld, make_world, review_everybody
from tests.organization.factories import UserFactory

WORK = {"title": "专项整治", "progress": "完成三项", "due_on": "2024-03-31"}
TYPED = {"revision": 0, "summary": "完成专项整治", "best": "专项整治", "regret": "", "work": [WORK]}
MARKS = dict.fromkeys(LEAVES, "90")


@pytest.fixture
def world(db) -> DailyWorld:
    world = make_world()
    world.open(1)
    return world


def of_record(name: str, record: QuarterRecord) -> str:
    return reverse(f"api:quarter-record-{name}", args=[record.pk])


def handed_in(world: DailyWorld, number: int) -> QuarterRecord:
    """A record as its person has written it and handed it in, by the API."""
    person = world.staff[number]
    record = world.record_of(person)
    client = api(person)
    assert client.put(of_record("detail", record), TYPED, format="json").status_code == 200
    answer = client.post(of_record("submit", record), {"revision": 1}, format="json")
    assert answer.json()["awaits"] == "section_head"
    return record


def forward(record: QuarterRecord, **changes: object) -> dict[str, object]:
    return {"record": record.pk, "verdict": "forward", "marks": MARKS, **changes}


def review(user: User, *rows: object) -> object:
    return api(user).post(reverse("api:quarter-record-review"), list(rows), format="json")


def test_draft_is_saved_whole_and_in_parts(world) -> None:
    person = world.staff[0]
    address = of_record("detail", world.record_of(person))
    saved = api(person).put(address, TYPED, format="json").json()
    (entry,) = saved["work"]
    assert (saved["revision"], entry["title"], entry["kind"]) == (1, "专项整治", "key")
    part = {"revision": 1, "regret": "一份材料晚报两天"}
    saved = api(person).patch(address, part, format="json").json()
    assert (saved["regret"], saved["summary"]) == ("一份材料晚报两天", "完成专项整治")
    assert saved["work"] == [entry]


def test_stale_sender_is_told_409_and_a_wrong_field_by_its_name(world) -> None:
    person = world.staff[0]
    address = of_record("detail", world.record_of(person))
    client = api(person)
    client.put(address, TYPED, format="json")
    assert client.put(address, TYPED, format="json").status_code == 409
    wrong = {**TYPED, "revision": 1, "best": "甲" * 501, "work": [WORK, {"title": ""}]}
    told = client.put(address, wrong, format="json").json()
    assert list(told) == ["best", "work"]
    assert told["work"] == {"1": {"title": ["This field may not be blank."]}}
    many = {**TYPED, "revision": 1, "work": [WORK] * 31}
    assert list(client.put(address, many, format="json").json()) == ["work"]


def test_refusals_speak_the_language_of_the_account(world) -> None:
    person = world.staff[0]
    person.language = "zh-hans"
    person.save()
    address = of_record("submit", world.record_of(person))
    told = api(person).post(address, {"revision": 0}, format="json").json()
    assert told == {"summary": ["请填写工作小结，或至少写明一项工作的完成情况。"]}


def test_work_of_last_quarter_is_copied(world) -> None:
    person = world.staff[0]
    handed_in(world, 0)
    world.open(2)
    record = world.record_of(person)
    record.entries.all().delete()
    told = api(person).post(of_record("copy", record)).json()
    assert (told["added"], told["record"]["revision"]) == (1, 1)
    assert told["record"]["work"][0]["title"] == "专项整治"


def test_nobody_else_sees_a_draft_and_nobody_else_writes(world) -> None:
    record = world.record_of(world.staff[0])
    address = of_record("detail", record)
    for stranger in (world.staff[1], world.head, world.principal, world.clerk):
        assert api(stranger).get(address).status_code == 404
    handed_in(world, 0)
    assert api(world.staff[1]).get(address).status_code == 404
    for reader in (world.head, world.leader, world.principal, world.clerk):
        assert api(reader).get(address).json()["summary"] == "完成专项整治"
        assert api(reader).put(address, TYPED, format="json").status_code == 403


def test_g_26_person_sees_words_and_verdicts_but_no_marks_and_no_comments(
    world, system_admin
) -> None:
    record = handed_in(world, 0)
    ColleagueCommentFactory(record=record, words="热心助人", written_by=world.staff[1])
    review(world.head, forward(record, words="请继续努力", marks=dict.fromkeys(LEAVES, "87.5")))
    own = api(world.staff[0]).get(of_record("detail", record))
    assert (own.json()["comments"], own.json()["grade"]) == ([], "")
    assert own.json()["steps"][0]["words"] == "请继续努力"
    assert "87.5" not in own.content.decode()
    seen = api(world.leader).get(of_record("detail", record)).json()
    assert [one["words"] for one in seen["comments"]] == ["热心助人"]
    administering = api(system_admin).get(of_record("detail", record))
    assert administering.json()["comments"] == []


def test_section_is_reviewed_in_one_call(world) -> None:
    records = [handed_in(world, number) for number in range(4)]
    (card, *_rest) = api(world.head).get(reverse("api:quarter-record-waiting")).json()
    assert (card["role"], card["in_the_place_of"]) == ("section_head", None)
    assert [leaf["code"] for leaf in card["leaves"]] == list(LEAVES)
    assert card["bands"][0]["marks"]["D1"] == "95"
    rows = [forward(one) for one in records[:3]]
    back = {"record": records[3].pk, "verdict": "return", "words": "请补充数据"}
    assert review(world.head, *rows, back).json() == {"done": 4}
    assert api(world.head).get(reverse("api:quarter-record-waiting")).json() == []
    assert ScoreSheet.objects.standing().count() == 3
    records[3].refresh_from_db()
    assert records[3].state == "returned"


def test_review_is_refused_at_its_row_and_nothing_is_taken(world) -> None:
    first, second = handed_in(world, 0), handed_in(world, 1)
    missing = forward(second, marks={"D1": "90"})
    told = review(world.head, forward(first), missing).json()
    assert told == {"1": {"non_field_errors": ["Marks are still missing: D2, D3."]}}
    high = forward(second, marks={**MARKS, "D2": "100.5"})
    assert "between 0 and 100" in str(review(world.head, forward(first), high).json()["1"])
    odd = forward(second, marks={**MARKS, "100%d": "1"})
    assert "100%d" in str(review(world.head, forward(first), odd).json()["1"])
    silent = {"record": second.pk, "verdict": "return"}
    told = review(world.head, forward(first), silent).json()
    assert told == {"1": {"words": ["Say what is to be changed."]}}
    told = review(world.head, forward(first), forward(first)).json()
    assert list(told["1"]) == ["record"]
    assert list(review(world.leader, forward(first)).json()["0"]) == ["record"]
    assert not ReviewStep.objects.exists()


def test_stand_in_sees_and_takes_what_waits(world) -> None:
    deputy = UserFactory()
    record = handed_in(world, 0)
    assert api(deputy).get(of_record("detail", record)).status_code == 404
    StandInFactory(absent=world.head, deputy=deputy, ends_on="2099-12-31")
    assert api(deputy).get(of_record("detail", record)).status_code == 200
    (card,) = api(deputy).get(reverse("api:quarter-record-waiting")).json()
    assert card["in_the_place_of"] == str(world.head)
    assert review(deputy, forward(record)).json() == {"done": 1}
    assert record.steps.get().stood_in_for == world.head


def test_colleague_comments_once_where_the_unit_asks(world) -> None:
    record = handed_in(world, 0)
    address, body = of_record("comments", record), {"words": "热心助人"}
    colleague = api(world.staff[1])
    assert colleague.post(address, body, format="json").status_code == 404
    PilotUnit.objects.update(asks_peers=True)
    (found,) = colleague.get(reverse("api:quarter-record-colleagues")).json()["results"]
    assert set(found) == {"id", "quarter", "period", "name"}
    assert colleague.post(address, body, format="json").status_code == 201
    assert colleague.post(address, body, format="json").status_code == 400
    assert colleague.get(reverse("api:quarter-record-colleagues")).json()["results"] == []
    assert api(world.staff[0]).post(address, body, format="json").status_code == 403
    served = {"kind": "user", "words": "办事群众致谢"}
    assert api(world.head).post(address, served, format="json").status_code == 201


def test_last_reviewer_decides_within_the_quota(world) -> None:
    """DLY-02, L-08: the third reviewer sets the grade; 4 people leave one place for the best."""
    review_everybody(world, (95, 94, 84, 65))
    quarter, unit = world.quarters[0], world.unit
    principal = api(world.principal)
    address = reverse("api:quarter-grade-detail", args=[quarter.pk, unit.pk])
    assert principal.get(address).json()["run"] is None
    run_to_end(quarter.cycle)
    told = principal.get(address).json()
    assert (told["acceptable"], len(told["undecided"])) == (4, 4)
    assert (told["quotas"][0]["n"], told["quotas"][0]["allowed"]) == (4, 1)
    (listed,) = principal.get(reverse("api:quarter-grade-list", args=[quarter.pk])).json()[
        "results"
    ]
    assert (listed["unit"], listed["undecided"]) == (unit.code, 4)
    keys = [one["assessee"] for one in told["undecided"]]
    decide = reverse("api:quarter-grade-decide", args=[quarter.pk, unit.pk])
    rows = [
        {"assessee": keys[0], "grade": "good"},
        {"assessee": keys[1], "grade": "ordinary"},
        {"assessee": keys[2], "grade": "superb"},
    ]
    refused = principal.post(decide, rows, format="json").json()
    found = {place: list(row) for place, row in refused.items()}
    assert found == {"1": ["departure_reason"], "2": ["grade"]}
    assert not GradeDecision.objects.exists()
    rows[1]["departure_reason"] = "综合研判"
    assert principal.post(decide, rows[:2], format="json").json() == {"done": 2}
    accept = reverse("api:quarter-grade-accept", args=[quarter.pk, unit.pk])
    assert principal.post(accept, {"expected": 4}, format="json").status_code == 400
    assert principal.post(accept, {"expected": 2}, format="json").json() == {"done": 2}
    assert len(principal.get(address).json()["decided"]) == 4
    for stranger in (world.head, world.leader, world.clerk, world.staff[0]):
        assert api(stranger).get(address).status_code == 404


def test_stand_in_of_the_last_reviewer_accepts_nothing_for_themselves(world) -> None:
    review_everybody(world, (95, 85, 84, 65))
    run_to_end(world.quarters[0].cycle)
    deputy = world.staff[0]
    StandInFactory(absent=world.principal, deputy=deputy, ends_on="2099-12-31")
    place = [world.quarters[0].pk, world.unit.pk]
    accept = reverse("api:quarter-grade-accept", args=place)
    told = api(deputy).post(accept, {"expected": 4}, format="json")
    assert "Your own grade" in str(told.json())
    own = {"assessee": world.record_of(deputy).assessee_id, "grade": "good"}
    decide = reverse("api:quarter-grade-decide", args=place)
    assert api(deputy).post(decide, [own], format="json").status_code == 403
    assert not GradeDecision.objects.exists()


def test_office_reads_plans_and_progress(world) -> None:
    handed_in(world, 0)
    office = api(world.clerk)
    (plan,) = office.get(reverse("api:daily-plan-list")).json()["results"]
    assert plan["pilots"][0] == {
        "id": world.plan.pilots.get().pk,
        "unit": world.unit.code,
        "first_quarter": 1,
        "chain": "three",
        "asks_peers": False,
        "asks_users": False,
    }
    (quarter,) = office.get(reverse("api:daily-quarter-list"), {"number": 1}).json()["results"]
    assert (quarter["period"], quarter["state"]) == ("2024Q1", "open")
    address = reverse("api:daily-quarter-progress", args=[quarter["id"]])
    (row,) = office.get(address).json()["results"]
    assert (row["people"], row["writing"], row["in_review"]) == (4, 3, 1)
    for stranger in (world.staff[0], world.principal):
        assert api(stranger).get(reverse("api:daily-plan-list")).json()["results"] == []


def test_card_shows_the_quarter_before_and_never_a_later_one(world) -> None:
    late = handed_in(world, 0)
    world.open(2)
    handed_in(world, 0)
    first, second = api(world.head).get(reverse("api:quarter-record-waiting")).json()
    assert (first["record"]["id"], first["grade_before"]) == (late.pk, None)
    assert second["record"]["period"] == "2024Q2"
    cards = review_cards(world.head)
    assert [card.last and card.last.pk for card in cards] == [None, late.pk]
