"""Rounds: the bare page and a page of the product in turn, so that a noisy machine disturbs both alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median

from tests.benchmarks import load
from tests.benchmarks.figures import Figure
from tests.benchmarks.servers import Server
from tests.benchmarks.visitors import get

CONNECTIONS = 30
ROUNDS = 7
TIMES_AT_THIRTY = 1.7

Requests = Callable[[int, int], list[list[str]]]
"""Given the number of connections and of requests on each: the requests, connection by connection."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A page to measure. count: requests of a round; expected: their status; at_most: times the bare page's CPU."""

    name: str
    requests: Requests
    count: int
    at_most: float
    expected: int = 200


@dataclass(frozen=True, slots=True)
class Cost:
    """What one round cost: milliseconds of the server's CPU for each request, and requests a second."""

    cpu_ms: float
    rate: float


def bare(connections: int, each: int) -> list[list[str]]:
    """Return requests for the bare page."""
    return [[get("/")] * each for _ in range(connections)]


def cost(server: Server, subject: Subject, connections: int) -> Cost:
    """Send one round."""
    work = subject.requests(connections, -(-subject.count // connections))
    before = server.cpu_s()
    seen = load.send(server.port, work, subject.expected)
    return Cost(1000 * (server.cpu_s() - before) / len(seen.waits_s), seen.rate)


BARE = Subject("bare page", bare, 300, 1)


def measure(bare_server: Server, product: Server, subjects: Sequence[Subject]) -> list[Figure]:
    """Return each subject's figures; the bare page's first."""
    alone: dict[str, list[float]] = {subject.name: [] for subject in subjects}
    crowded: dict[str, list[float]] = {subject.name: [] for subject in subjects}
    rates: dict[str, list[float]] = {subject.name: [] for subject in subjects}
    plain: list[Cost] = []
    plain_crowded: list[Cost] = []
    for _ in range(ROUNDS):
        for subject in subjects:
            plain.append(cost(bare_server, BARE, 1))
            one = cost(product, subject, 1)
            plain_crowded.append(cost(bare_server, BARE, CONNECTIONS))
            many = cost(product, subject, CONNECTIONS)
            alone[subject.name].append(one.cpu_ms / plain[-1].cpu_ms)
            crowded[subject.name].append(many.cpu_ms / plain[-1].cpu_ms)
            rates[subject.name].append(many.rate / plain_crowded[-1].rate)
    figures = [
        Figure("bare page, 1 connection", "ms of CPU", median(one.cpu_ms for one in plain)),
        Figure("bare page, 30 connections", "ms of CPU", median(one.cpu_ms for one in plain_crowded)),
        Figure("bare page, 30 connections", "a second", median(one.rate for one in plain_crowded)),
    ]
    for subject in subjects:
        name, aim = subject.name, subject.at_most
        figures.append(Figure(f"{name}, 1 connection", "x bare CPU", median(alone[name]), aim))
        figures.append(Figure(f"{name}, 30 connections", "x bare CPU", median(crowded[name]), TIMES_AT_THIRTY * aim))
        figures.append(Figure(f"{name}, 30 connections", "x bare rate", median(rates[name])))
    return figures


def waits(server: Server, answers: Requests, each: int, note: str) -> list[Figure]:
    """Return the middle and the slowest hundredth of answers at 30 connections, and how many times the middle it is."""
    seen = load.send(server.port, answers(CONNECTIONS, each), 303)
    middle, slow = seen.share(500), seen.share(990)
    return [
        Figure(f"answer p50, 30 connections{note}", "ms", middle),
        Figure(f"answer p99, 30 connections{note}", "ms", slow),
        Figure(f"answer p99 / p50, 30 connections{note}", "times", slow / middle, 5),
    ]


def taken(supplies: Sequence[Iterator[str]], each: int) -> list[list[str]]:
    """Return the next requests of each connection's supply."""
    return [list(islice(one, each)) for one in supplies]
