"""A process that saves answers is killed in the middle, again and again: nothing that was called saved is lost."""

import random
import subprocess
import sys
import time
from uuid import UUID

import pytest

from cbt.learning.recording import FOLDS
from cbt.records.log import read
from cbt.records.replay import rebuild
from cbt.records.verify import verify
from tests.learning.course import read as read_course
from tests.learning.room import Room, projections

KILLS = 30
LONGEST_S = 0.4  # from the first answer of a process to its end
SEEDS = [20260303]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_called_saved_outlives_every_kill_and_folds_to_the_same(database, tmp_path, seed):
    lot, told = random.Random(seed), list[UUID]()
    room = Room(database, read_course(tmp_path / "course"))
    room.assign()
    for number in range(KILLS):
        told += killed(database, tmp_path / "again", f"{seed}-{number}", lot.uniform(0, LONGEST_S))
        with database.writing() as session:
            facts = [recorded.fact for recorded in read(session)]
            kept = [fact.submission_id for fact in facts if fact.submission_id is not None]
            assert len(kept) == len(set(kept))
            assert set(told) <= set(kept)
            assert len(kept) - len(told) <= number + 1  # each process may have saved one that it could not tell
            assert verify(session) == []
            live = projections(session)
            assert rebuild(session, FOLDS) == len(facts)
            assert projections(session) == live
    assert len(told) >= KILLS


def killed(database, folder, seed, seconds):
    """Let Lena answer in a process of its own, kill it so long after her first answer; return the forms it told."""
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.endurance.learner", url, str(folder), seed]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        first = process.stdout.readline()
        time.sleep(seconds)
        process.kill()  # SIGKILL: it can close nothing
        lines = [first, *process.stdout.readlines()]
    assert process.returncode == -9, "it ended by itself"
    return [UUID(line.split()[1]) for line in lines if line.endswith("\n")]
