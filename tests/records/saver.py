"""A process of its own that records answers until it is killed: `python -m tests.records.saver URL`.

Prints `saved N` once fact N is committed, as the server tells the learner.
"""

import itertools
import sys

from cbt.db import connect
from cbt.records.log import append, head
from tests.records.cast import answered


def main() -> None:
    """Record one answer after the other."""
    database = connect(sys.argv[1])
    with database.reading() as session:
        first = head(session).sequence + 1
    for number in itertools.count(first):
        with database.writing() as session:
            append(session, answered(number))
        sys.stdout.write(f"saved {number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
