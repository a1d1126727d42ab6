"""The classroom on a real database, and a seat for each of the cast."""

from pathlib import Path

import pytest

from cbt.db import Database
from tests.web.classroom import Classroom, Seat, open_classroom, write_course


@pytest.fixture
def classroom(database: Database, tmp_path: Path) -> Classroom:
    """A running application with the small course and the cast; Lena and Bek take it, Zoe is elsewhere."""
    site = tmp_path / "site"
    site.mkdir()
    write_course(site)
    return open_classroom(site, database)


@pytest.fixture
def lena(classroom: Classroom) -> Seat:
    """Lena, signed in at a seat."""
    return classroom.seat("lena")


@pytest.fixture
def ivo(classroom: Classroom) -> Seat:
    """Ivo, who instructs Lena's group."""
    return classroom.seat("ivo")


@pytest.fixture
def zoe(classroom: Classroom) -> Seat:
    """Zoe, who belongs elsewhere and may see nothing."""
    return classroom.seat("zoe")


@pytest.fixture
def file(database: Database, backend: str) -> Path:
    """The file of this test's database."""
    if backend != "sqlite":
        pytest.skip("these faults are made in a file")
    return Path(str(database.engine.url.database))
