"""The documentation cannot lie: every command, setting and kind of block is there, every link leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cbt.cli import main
from cbt.content.check import check_folder
from cbt.settings import Settings
from tests import manual

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
ROW = re.compile(r"^\| `(?P<name>\w+)` \| (?P<default>[^|]+) \|", re.MULTILINE)


def commands(group: click.Group, before: str = "cbt") -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something, by its full name."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


@pytest.mark.parametrize(("name", "command"), list(commands(main)))
def test_every_command_is_in_the_operators_manual_and_shows_an_example(name, command):
    assert f"`{name}" in (DOCS / "operator.md").read_text(encoding="utf-8")
    assert "Example: cbt" in (command.epilog or "")


def test_every_command_in_the_manual_exists():
    known = {name for name, _ in commands(main)}
    said = set(
        re.findall(r"^\| `(cbt [a-z]+(?: [a-z]+)?)", (DOCS / "operator.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert said == known


def test_every_setting_is_in_the_operators_manual_with_its_default():
    said = dict(ROW.findall((DOCS / "operator.md").read_text(encoding="utf-8")))
    fields = {name: field for name, field in Settings.model_fields.items() if name != "site"}
    assert said.keys() == fields.keys()
    for name, field in fields.items():
        default = {"": "empty", "False": "false"}.get(str(field.default), str(field.default))
        assert said[name].strip(" `") == default, name


def test_the_page_about_blocks_is_what_the_programs_say():
    assert (DOCS / "blocks.md").read_text(encoding="utf-8") == manual.page()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(page):
    shown = re.sub(r"^    .*$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE)  # examples lead nowhere
    targets = re.findall(r"\]\(([^)#]+)\)", shown)
    assert not [target for target in targets if "://" not in target and not (page.parent / target).exists()]


def test_the_course_in_the_authors_manual_is_a_good_one(tmp_path):
    """The examples of course.yaml and of a lesson have no mistake but what they leave out."""
    blocks = re.findall(r"(?:^    .*\n|^\n)+", (DOCS / "author.md").read_text(encoding="utf-8"), re.MULTILINE)
    texts = [re.sub(r"^    ", "", block, flags=re.MULTILINE).strip() + "\n" for block in blocks if "    " in block]
    sheet = next(text for text in texts if text.startswith("title: Drug"))
    lesson = next(text for text in texts if text.startswith("---"))
    folder = tmp_path / "courses" / "drug-identification"
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text(sheet, encoding="utf-8")
    (folder / "02-plant-drugs.md").write_text(lesson, encoding="utf-8")
    codes = {problem.mistake.code for problem in check_folder(tmp_path)}
    assert codes <= {"unknown-pool", "missing-media", "missing-picture", "objective-without-question", "no-credits"}, (
        codes
    )


def test_the_changelog_has_a_line_for_what_is_not_released_yet():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"## Unreleased\n\n- \S", text)


def test_every_library_has_its_paragraph_in_the_decisions():
    declared = re.findall(r'^    "([A-Za-z.-]+)', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    text = (DOCS / "decisions.md").read_text(encoding="utf-8").lower()
    libraries = {name.lower() for name in declared if not name.startswith(("types-", "cbt"))} & DEPENDENCIES
    assert not [name for name in libraries if name.replace("-cffi", "") not in text]


DEPENDENCIES = {
    *("alembic", "argon2-cffi", "babel", "brotli", "flask", "flask-login", "markdown", "nh3", "polib", "pydantic"),
    *("ruamel.yaml", "sqlalchemy", "tzdata", "waitress", "whitenoise", "wtforms", "psycopg"),
}
