"""`make bench`: fill a site, start the product and a bare page beside it, measure, write build/bench.json.

A measurement is not a test: misses are marked, and the exit code is 0.
"""

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from statistics import median

import click

from cbt.cli import init, serve
from cbt.cli import site as _site
from cbt.content.course import Course
from cbt.settings import Settings
from tests.benchmarks import figures, load, people, rounds, servers, weight
from tests.benchmarks.figures import Figure
from tests.benchmarks.rounds import Requests, Subject
from tests.benchmarks.servers import Server, free_port
from tests.benchmarks.visitors import Visitor, get, post

BUILD = Path("build")
SITE = BUILD / "bench-site"
COURSE = "drug-identification"
STARTS = 3
AT_ONCE = 40
DELAY_MS = 12
ENTRY = "/sign-in"


def main() -> None:
    """Measure everything, in the order in which it disturbs least."""
    shutil.rmtree(SITE, ignore_errors=True)
    began = time.monotonic()
    settings = init.make(SITE)
    course, told = _fill(settings)
    click.echo(f"The classroom is filled: {time.monotonic() - began:.0f} s.")
    found = [_start()]
    bare_words = ["-m", "tests.benchmarks.bare", str(SITE), str(bare_port := free_port())]
    product_words, port = _product()
    with servers.running(product_words, port, ENTRY) as product, servers.running(bare_words, bare_port, "/") as bare:
        visitors = _signed_in(port, course)
        answers = _answering([visitors[name] for name in people.ANSWERING])
        subjects = _subjects(visitors, answers, course, told)
        there = [subject for subject in subjects if _warmed_up(product, subject)]
        found += rounds.measure(bare, product, there)
        found += [
            Figure(one.name, "x bare CPU", None, one.at_most, "not there") for one in subjects if one not in there
        ]
        found += rounds.waits(product, answers, 20, "")
        found.append(_sign_in_at_once(product))
        found.append(Figure("memory after the run (PSS)", "MB", product.memory_mb(), 120))
        found += _weights(port, course)
    found += _on_a_slow_disk(visitors)
    figures.write(BUILD / "bench.json", found)
    click.echo(figures.table(found))
    shutil.rmtree(SITE)


def _fill(settings: Settings) -> tuple[Course, people.Told]:
    with _site.opened(settings) as database:
        serve.take_in_changed(settings, database)
        book = serve.application(settings, database).extensions["cbt"].shelf.live(COURSE)
        with database.writing() as session:
            return book.course, people.tell(session, book)


def _product() -> tuple[list[str], int]:
    port = free_port()
    return ["-m", "cbt", "serve", "--site", str(SITE), "--host", serve.LOOPBACK, "--port", str(port)], port


def _start() -> Figure:
    taken = []
    for _ in range(STARTS):
        words, port = _product()
        with servers.running(words, port, ENTRY) as server:
            taken.append(server.start_s)
    return Figure("start to first page", "s", median(taken), 1.5)


def _signed_in(port: int, course: Course) -> dict[str, Visitor]:
    names = [people.INSTRUCTOR, *people.THIRTY, *people.NEW, *people.ANSWERING]
    visitors = {name: Visitor(port, name) for name in names}
    chance = random.Random(30)
    for visitor in visitors.values():
        visitor.sign_in()
    for name in people.ANSWERING:
        for lesson in course.lessons.values():
            visitors[name].prepare_answers(course.id, lesson, chance)
    return visitors


def _answering(visitors: list[Visitor]) -> Requests:
    """Return a supply of answers: each person answers on one connection only, as at a seat."""
    supplies: list[Iterator[str]] = [
        chain.from_iterable(visitor.answers() for visitor in visitors[seat :: rounds.CONNECTIONS])
        for seat in range(rounds.CONNECTIONS)
    ]

    def requests(connections: int, each: int) -> list[list[str]]:
        if connections == 1:
            share = -(-each // rounds.CONNECTIONS)
            return [list(chain.from_iterable(rounds.taken(supplies, share)))]
        return rounds.taken(supplies, each)

    return requests


def _reading(visitors: list[Visitor], path: str) -> Requests:
    """Return requests for one page by many people in turn."""

    def requests(connections: int, each: int) -> list[list[str]]:
        if connections == 1:
            return [[get(path, visitors[turn % len(visitors)].cookie) for turn in range(each)]]
        return [[get(path, visitors[seat % len(visitors)].cookie)] * each for seat in range(connections)]

    return requests


def _subjects(visitors: dict[str, Visitor], answers: Requests, course: Course, told: people.Told) -> list[Subject]:
    thirty, new = ([visitors[name] for name in names] for names in (people.THIRTY, people.NEW))
    lesson = f"/learn/{course.id}/{next(iter(course.lessons))}"
    ivo = [visitors[people.INSTRUCTOR]]
    return [
        Subject("lesson, nothing answered", _reading(new, lesson), 150, 3),
        Subject("lesson, all answered", _reading(thirty, lesson), 150, 4),
        Subject("answer", answers, 120, 4, expected=303),
        Subject("learner's home", _reading(thirty, "/learn/"), 150, 4),
        Subject("report of 30", _reading(ivo, _report(told.small, course)), 90, 6),
        Subject("report of 1,000", _reading(ivo, _report(told.large, course)), 30, 60),
    ]


def _report(group_id: object, course: Course) -> str:
    return f"/teach/groups/{group_id}/courses/{course.id}"


def _warmed_up(product: Server, subject: Subject) -> bool:
    """Send a few requests, so that nothing is measured that only the first one does; tell whether the page exists."""
    try:
        load.send(product.port, subject.requests(1, 30), subject.expected)
    except RuntimeError as error:
        click.echo(f"{subject.name}: {error}", err=True)
        return False
    return True


def _sign_in_at_once(product: Server) -> Figure:
    requests = []
    for name in people.REST[:AT_ONCE]:
        visitor = Visitor(product.port, name)
        fields = visitor.credentials(visitor.page(ENTRY))
        requests.append([post(ENTRY, fields, visitor.seat_cookie)])
    return Figure(f"sign-in of {AT_ONCE} at once", "s", load.send(product.port, requests, 303).elapsed_s, 3)


def _weights(port: int, course: Course) -> list[Figure]:
    found = weight.weigh(port, [f"/learn/{course.id}/{lesson_id}" for lesson_id in course.lessons])
    if found is None:
        names = (("first lesson page", 250), ("first lesson page, requests", 12), ("later lesson pages, heaviest", 25))
        return [Figure(name, "", None, aim, "Chromium is not installed") for name, aim in names]
    first, *later = found
    heaviest = max(later, key=lambda one: one.kb)
    return [
        Figure("first lesson page with all it loads", "kB", first.kb, 250),
        Figure("first lesson page with all it loads", "requests", first.requests, 12),
        Figure("later lesson pages, the heaviest", "kB", heaviest.kb, 25, heaviest.path.rpartition("/")[2]),
        Figure("later lesson pages, middle", "kB", median(one.kb for one in later)),
    ]


def _on_a_slow_disk(visitors: dict[str, Visitor]) -> list[Figure]:
    """Measure answers with a disk that takes longer for each flush, by a library loaded before the C library."""
    note = f" +{DELAY_MS} ms disk"
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return [Figure(f"answer p99 / p50, 30 connections{note}", "times", None, 5, "no C compiler")]
    library = (BUILD / "slow_disk.so").resolve()
    source = Path(__file__).with_name("slow_disk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
    slow = {"LD_PRELOAD": str(library), "SLOW_DISK_US": str(DELAY_MS * 1000)}
    words, port = _product()
    with servers.running(words, port, ENTRY, slow) as server:
        for visitor in visitors.values():
            visitor.port = port
        answers = _answering([visitors[name] for name in people.ANSWERING])
        alone = load.send(server.port, answers(1, 60), 303).share(500)
        if alone < DELAY_MS:
            raise RuntimeError("the delay of the disk did not take effect")
        return [Figure(f"answer p50, 1 connection{note}", "ms", alone), *rounds.waits(server, answers, 20, note)]


if __name__ == "__main__":
    with click.Context(click.Command("bench")):
        main()
