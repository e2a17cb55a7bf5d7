"""Canonical text of tables: how a cell is written, and that it is read back as it was."""

import csv
import io

import numpy as np
import pandas as pd
import pytest

from scoring.canonical import marks_text, read_table, sheets_bytes, table_bytes

COLUMNS = ("key", "text", "number")


def written(rows):
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    return table_bytes(table, COLUMNS, ("key", "text"), ("number",))


def test_rows_are_sorted_by_code_point_and_numbers_have_one_spelling():
    rows = [("b", "x", "2.50"), ("é", "y", ""), ("a", "z", "1E+2"), ("a", "B", "-0")]
    assert written(rows).decode() == "key,text,number\na,B,0\na,z,100\nb,x,2.5\né,y,\n"


@pytest.mark.parametrize("cell", ["a,b", 'say "x"', "two\nlines", "cr\rhere", '"', " ", ""])
def test_any_cell_comes_back_as_it_was(cell):
    content = written([("k", cell, "1"), ("l", "plain", "2")])
    table = read_table(content)
    assert table.to_numpy().tolist() == [["k", cell, "1"], ["l", "plain", "2"]]
    # And any other tool reads the same.
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert rows[1] == ["k", cell, "1"]


def test_a_table_without_rows_comes_back():
    table = read_table(written([]))
    assert (list(table.columns), len(table)) == (list(COLUMNS), 0)


def test_categories_are_written_as_the_cells_they_stand_for():
    keys = pd.DataFrame({"assessee": ["b", "a", "b"], "evaluator": ["2", "10", "1"]}, dtype=object)
    marks = np.array([[1, -1], [2, -2], [3, -3]], dtype=np.int16)
    # With an unused category, and in an order of their own.
    coded = keys.assign(
        assessee=pd.Categorical(keys["assessee"], ["c", "b", "a"]),
        evaluator=pd.Categorical(keys["evaluator"]),
    )
    assert sheets_bytes(coded, marks) == sheets_bytes(keys, marks)


def test_marks_are_spelled_as_a_line_of_hex_digits_a_sheet():
    keys = pd.DataFrame({"assessee": ["b", "a"]}, dtype=object)
    _text, packed = sheets_bytes(keys, np.array([[1, -1], [256, 10]], dtype=np.int16))
    assert marks_text(packed, 2) == b"0100000a\n0001ffff\n"
    assert marks_text(b"", 2) == marks_text(b"", 0) == b"\n"
