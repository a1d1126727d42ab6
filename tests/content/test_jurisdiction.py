"""Countries and their facts."""

from datetime import date
from pathlib import Path

from cbt.content import jurisdiction
from cbt.content.jurisdiction import Fact, Jurisdiction
from cbt.content.segments import Segment
from tests.content import small


def test_a_country_is_read_with_every_fact(tmp_path: Path) -> None:
    (tmp_path / "kz.yaml").write_text(small.COUNTRY)

    countries, problems = jurisdiction.read(tmp_path)

    assert problems == ()
    name = Segment("Somewhere", "jurisdictions/kz:name", 1, "kz.yaml", "fact")
    text = Segment("Two adults.", "jurisdictions/kz:witness_rule", 4, "kz.yaml", "fact")
    fact = Fact("witness_rule", text, "S1", date(2026, 11, 1), date(2027, 11, 1), "verified")
    assert countries == {"kz": Jurisdiction("kz", name, {"witness_rule": fact})}


def test_a_country_with_a_problem_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "kz.yaml").write_text(small.COUNTRY)
    (tmp_path / "uz.yaml").write_text("name: U\n")

    countries, problems = jurisdiction.read(tmp_path)

    assert list(countries) == ["kz"]
    assert [(problem.path, problem.line, problem.mistake.code) for problem in problems] == [
        (tmp_path / "uz.yaml", 1, "missing-field")
    ]


def test_a_fact_holds_no_html_and_no_other_fact(tmp_path: Path) -> None:
    (tmp_path / "kz.yaml").write_text(small.COUNTRY.replace("Two adults.", "'<script>{{ witness_rule }}'"))

    countries, problems = jurisdiction.read(tmp_path)

    assert countries == {}
    assert [(problem.line, problem.mistake.code) for problem in problems] == [(4, "raw-html"), (4, "unknown-fact")]


def test_without_a_folder_there_are_no_countries(tmp_path: Path) -> None:
    assert jurisdiction.read(tmp_path / "nowhere") == ({}, ())
