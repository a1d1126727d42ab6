"""The histories of `tests/learning`, many and long."""

import pytest

from tests.learning import histories
from tests.learning.course import read


@pytest.mark.parametrize("steps", [15, 60])
def test_any_history_loses_nothing_and_is_folded_again_to_the_same(new_database, tmp_path, steps):
    histories.run(new_database, read(tmp_path / "course"), examples=200, steps=steps)
