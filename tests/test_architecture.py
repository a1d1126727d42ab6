"""The shape of the house, held by a machine: sizes, names, kinds of tables, places that a new kind touches."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import DeclarativeBase

from cbt.content.blocks import KINDS, QUESTIONS, TEMPLATES
from cbt.db import Base
from cbt.learning.recording import FOLDS
from tests import models

ROOT = Path(__file__).parent.parent
CBT = ROOT / "cbt"
MODULES = sorted(CBT.rglob("*.py"))
OURS = [path for path in MODULES if "migrations" not in path.parts]
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_VIEW = 15
LONGEST_CONFTEST = 150
LONGEST_KIND = 200
NO_NAMES = {"utils", "helpers", "common", "misc", "manager", "service", "base"}
KIND_OF_TABLE = ("log", "projection", "register", "passing")


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Yield every function of a file, methods too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def lines_of(node: ast.FunctionDef) -> int:
    """Return how many lines of code a function has below its docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", OURS, ids=short)
def test_no_file_is_longer_than_the_house_wants(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", OURS, ids=short)
def test_no_function_is_longer_than_the_house_wants(path):
    long = [f"{node.name}: {lines_of(node)}" for node in functions(path) if lines_of(node) > LONGEST_FUNCTION]
    assert not long


@pytest.mark.parametrize("path", sorted((CBT / "web").glob("*.py")), ids=short)
def test_views_are_thin(path):
    views = [node for node in functions(path) if any("bp." in ast.unparse(mark) for mark in node.decorator_list)]
    assert not [f"{view.name}: {lines_of(view)}" for view in views if lines_of(view) > LONGEST_VIEW]


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_modules_have_names_and_a_docstring_that_says_what_they_are_about(path):
    assert path.stem not in NO_NAMES or path == CBT / "db" / "base.py"
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", OURS, ids=short)
def test_nothing_is_imported_inside_a_function(path):
    hidden = [
        f"{node.name}:{inner.lineno}"
        for node in functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


@pytest.mark.parametrize("path", OURS, ids=short)
def test_no_message_stands_in_an_f_string(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"N_", "_", "gettext", "ngettext"}:
            assert not any(isinstance(argument, ast.JoinedStr) for argument in node.args), node.lineno
        if isinstance(node, ast.JoinedStr):
            names = {getattr(inner.func, "id", "") for inner in ast.walk(node) if isinstance(inner, ast.Call)}
            assert not names & {"N_", "_", "gettext", "ngettext"}, node.lineno


def tables() -> list[type[DeclarativeBase]]:
    models.all_tables()
    return [mapper.class_ for mapper in Base.registry.mappers]


def kinds_said(table: type[DeclarativeBase]) -> set[str]:
    """Return the kinds that a table's docstring names, or else its module's."""
    module = ROOT / (table.__module__.replace(".", "/") + ".py")
    for text in (table.__doc__ or "", ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""):
        said = {kind for kind in KIND_OF_TABLE if re.search(rf"\b{kind}s?\b", text, re.IGNORECASE)}
        if said:
            return said
    return set()


def test_every_table_says_which_kind_it_is():
    assert not [table.__name__ for table in tables() if not kinds_said(table)]


def test_the_projections_are_exactly_the_tables_of_the_folds():
    folded = {table.__name__ for fold in FOLDS for table in fold.tables}
    said = {table.__name__ for table in tables() if re.search(r"\bprojection\b", table.__doc__ or "", re.IGNORECASE)}
    assert folded == said


def test_only_learning_appends_to_the_log():
    callers = {
        short(path)
        for path in OURS
        if re.search(r"from cbt\.records\.log import .*\bappend\b|log\.append\(", path.read_text(encoding="utf-8"))
    }
    assert callers == {"cbt/learning/recording.py"}


def test_reports_write_nothing():
    writing = r"import .*\b(insert|update|delete|Upsert|record|recording)\b|session\.(add|add_all|delete|merge|flush)\("
    for path in (CBT / "reports").glob("*.py"):
        assert not re.search(writing, path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_block_has_a_template_a_test_and_a_page_in_the_manual(kind):
    module = Path(CBT / (KINDS[kind].__module__.removeprefix("cbt.").replace(".", "/") + ".py"))
    template = TEMPLATES / f"{kind}.html"
    assert template.is_file()
    assert (ROOT / "tests/content/blocks" / f"test_{module.stem}.py").is_file()
    assert f"## {kind}\n" in (ROOT / "docs/blocks.md").read_text(encoding="utf-8")
    lines = len(module.read_text(encoding="utf-8").splitlines()) + len(
        template.read_text(encoding="utf-8").splitlines()
    )
    assert lines <= LONGEST_KIND or kind not in QUESTIONS


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("conftest.py")), ids=short)
def test_conftests_stay_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_CONFTEST


def test_the_tests_mirror_the_house():
    rooms = {path.name for path in CBT.iterdir() if path.is_dir() and (path / "__init__.py").is_file()}
    tested = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert rooms <= tested


def test_nothing_committed_names_a_machine_or_a_registry():
    bad = re.compile("/" + "work/|pypi" + r"\.org|npmjs" + r"\.(com|org)|files\.python" + "hosted")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    texts = {".py", ".md", ".toml", ".json", ".html", ".yaml", ".sh", ".css", ".js"}
    ours = [ROOT / name for name in listed if Path(name).suffix in texts and (ROOT / name).is_file()]
    assert len(ours) > 100
    assert not [short(path) for path in ours if bad.search(path.read_text(encoding="utf-8"))]
