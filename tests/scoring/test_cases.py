"""Every worked example of docs/scoring-rules.md, through the whole engine; one file, one test."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from scoring import score, to_micro, validate_rule
from tests.scoring.builders import bundle, node, sheets

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))
RULES_PAGE = Path(__file__).parents[2] / "docs" / "scoring-rules.md"


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case(request):
    return json.loads(request.param.read_text())


def outcome_of(case):
    nodes = [node(position=place, **row) for place, row in enumerate(case["nodes"])]
    judgements = {
        source: sheets(packed["rows"], tuple(packed["leaves"]))
        for source, packed in case.get("sheets", {}).items()
    }
    judged = {row[0] for packed in case.get("sheets", {}).values() for row in packed["rows"]}
    return score(
        bundle(
            nodes,
            case["values"],
            assessees=case.get("assessees", sorted({row[0] for row in case["values"]} | judged)),
            judgements=judgements,
            scheme=case.get("scheme"),
            links=case.get("links", []),
            weights=case.get("weights", []),
        ),
        case.get("linked_totals"),
    )


def test_case_gives_the_documented_numbers(case):
    outcome = outcome_of(case)
    row = {assessee: number for number, assessee in enumerate(outcome.assessees)}
    for assessee, points in case["expected"].get("points", {}).items():
        for code, text in points.items():
            given = outcome.points[row[assessee], outcome.nodes.index(code)]
            assert given == to_micro(text), (assessee, code)
    for assessee, values in case["expected"].get("raw", {}).items():
        for code, text in values.items():
            assert outcome.raw[row[assessee], outcome.leaves.index(code)] == float(text)
    for assessee, text in case["expected"].get("totals", {}).items():
        assert outcome.totals()[assessee] == Decimal(text)


def test_case_has_valid_rules(case):
    for row in case["nodes"]:
        if "rule" in row:
            assert validate_rule(row["rule"], row["params"]) == []


def test_case_stands_in_the_rules_page_with_the_same_numbers(case):
    rows = [line for line in RULES_PAGE.read_text().splitlines() if f"| {case['id']} |" in line]
    assert len(rows) == 1
    numbers = re.findall(r"(?<![\d.])-?\d+(?:\.\d+)?", rows[0].replace("−", "-").replace("+", ""))
    expected = case["expected"]
    first = next(iter(expected["points"]))
    wanted = (
        [expected["totals"][first]] if "totals" in expected else expected["points"][first].values()
    )
    assert set(wanted) <= set(numbers)
