"""Pictures: found, measured, credited."""

from pathlib import Path

import pytest

from cbt.content import media
from cbt.content.media import Media, Medium
from cbt.errors import Mistake


def refuse(mistake: Mistake, line: int, **values: str) -> None:
    raise AssertionError(mistake.code)


class Heard(list[tuple[str, int]]):
    """Hears of mistakes."""

    def __call__(self, mistake: Mistake, line: int, **values: str) -> None:
        assert (mistake.sentence + mistake.mending).format(**values)
        self.append((mistake.code, line))


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('<svg viewBox="0 0 960 600">', (960, 600)),
        ("<?xml version='1.0'?><svg width='1'\n viewBox='-5,-5, 10.4 20.6'>", (10, 21)),
    ],
)
def test_a_picture_is_measured_by_its_view_box(tmp_path: Path, root: str, size: tuple[int, int]) -> None:
    (tmp_path / "a.svg").write_text(f"{root}</svg>")

    picture = Media(tmp_path, {"a.svg": "Aida, CC0"}).picture("a.svg", 7, refuse)

    assert picture == Medium("a.svg", *size, "Aida, CC0")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", "<svg width='1' height='1'></svg>"),
        ("a.svg", "no picture"),
        ("a.svg", "<svg viewBox='0 0 0.2 5'></svg>"),
        ("a.svg", "<svg viewBox='0 0 1.2.3 5'></svg>"),
        ("a.png", "<svg viewBox='0 0 5 5'></svg>"),
    ],
)
def test_a_file_without_a_size_is_no_picture(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    heard = Heard()

    assert Media(tmp_path, None).picture(name, 7, heard) is None
    assert heard == [("unknown-picture", 7)]


def test_a_picture_may_not_be_a_link_out_of_its_folder(tmp_path: Path) -> None:
    outside, folder = tmp_path / "secret.svg", tmp_path / "media"
    folder.mkdir()
    outside.write_text("<svg viewBox='0 0 5 5'></svg>")
    (folder / "a.svg").symlink_to(outside)
    heard = Heard()

    assert Media(folder, {"a.svg": "Aida"}).picture("a.svg", 7, heard) is None
    assert heard == [("missing-media", 7)]


def test_a_credit_names_author_and_licence(tmp_path: Path) -> None:
    (tmp_path / "credits.yaml").write_text("a.svg:\n  author: Aida\n  licence: CC BY 4.0\n  source: own drawing\n")

    assert media.read(tmp_path, refuse).credits == {"a.svg": "Aida, CC BY 4.0"}


def test_without_a_credits_file_nothing_is_credited(tmp_path: Path) -> None:
    assert media.read(tmp_path, refuse) == Media(tmp_path, {})


@pytest.mark.parametrize("content", [b"\xff", b"a: [", b"a.svg: {author: Aida}", b""])
def test_credits_that_are_wrong_are_reported_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "credits.yaml").write_bytes(content)
    (tmp_path / "a.svg").write_text("<svg viewBox='0 0 5 5'></svg>")
    heard = Heard()

    read = media.read(tmp_path, heard)

    assert read.picture("a.svg", 7, refuse) == Medium("a.svg", 5, 5, "")
    assert len(heard) == 1
