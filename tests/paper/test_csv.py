"""CSV that opens in a spreadsheet as it is and cannot run there."""

import csv
import io

import pytest

from cbt.paper.csv import table


def test_it_is_utf8_with_a_mark_and_lines_end_as_spreadsheets_want():
    data = table(["Имя", "نام"], [["Лена", 3], [None, 0]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == "Имя,نام\r\nЛена,3\r\n,0\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    (row,) = csv.reader(io.StringIO(table([text], []).decode("utf-8-sig"), newline=""))
    assert row == [f"'{text}"]


def test_numbers_stay_numbers_and_quotes_and_commas_survive():
    rows = list(csv.reader(io.StringIO(table(["a"], [[-1, 'say "x", y']]).decode("utf-8-sig"))))
    assert rows == [["a"], ["-1", 'say "x", y']]
