"""A process in which Lena answers until it is killed: `python -m tests.endurance.learner URL FOLDER SEED`.

Prints `saved FORM` once an answer is committed, as the server tells her. FOLDER is for the course's files.
"""

import itertools
import random
import sys
from pathlib import Path
from uuid import UUID, uuid4

from cbt.db import Database, connect
from cbt.records.identity import uuid7
from tests.accounts.cast import MORNING
from tests.learning.course import read
from tests.learning.room import Room


class Reopened(Room):
    """The classroom of a database that was filled before: its log is open and everybody is in their places."""

    def __init__(self, database: Database, course) -> None:
        self.database, self.course, self.now = database, course, MORNING

    def new_id(self) -> UUID:
        """Return an id that no other process gave out."""
        return uuid7(MORNING, uuid4().bytes[:10])


def main() -> None:
    """Start the lesson again and answer all of it, over and over."""
    url, folder, seed = sys.argv[1:]
    room, lot = Reopened(connect(url), read(Path(folder))), random.Random(seed)
    for _ in itertools.count():
        room.start_again()
        for question_id in room.course.lessons["look"].questions:
            form = uuid4()
            room.answer(question_id, lot.choice(["right", "half", "wrong"]), form=form)
            sys.stdout.write(f"saved {form}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
