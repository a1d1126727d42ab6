"""The load: a process of its own that keeps connections busy, one request after the other on each.

Reads a job as JSON from its input (port, and for each connection its requests as text), prints what it saw as JSON.
One thread and raw sockets, so that its own work neither hides nor adds waiting.
"""

import json
import selectors
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Seen:
    """What a load saw: seconds from the first byte sent to the last received, seconds of each request, statuses."""

    elapsed_s: float
    waits_s: Sequence[float]
    statuses: dict[str, int]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.waits_s) / self.elapsed_s

    def share(self, thousandths: int) -> float:
        """Return the wait in milliseconds that so many thousandths of the requests did not exceed."""
        ordered = sorted(self.waits_s)
        return 1000 * ordered[min(len(ordered) - 1, len(ordered) * thousandths // 1000)]


def send(port: int, connections: Sequence[Sequence[str]], expected: int) -> Seen:
    """Send these requests in a process of its own. Raises RuntimeError for a status that was not expected."""
    job = json.dumps({"port": port, "connections": [list(requests) for requests in connections]})
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"], input=job, capture_output=True, text=True, check=True
    )
    seen = Seen(**json.loads(done.stdout))
    if set(seen.statuses) != {str(expected)}:
        raise RuntimeError(f"expected {expected} only, saw {seen.statuses}")
    return seen


@dataclass(slots=True)
class _Connection:
    socket: socket.socket
    to_send: list[bytes]
    sent_at: float = 0.0
    got: bytearray = field(default_factory=bytearray)

    def next(self) -> bool:
        if not self.to_send:
            return False
        self.got.clear()
        self.sent_at = time.perf_counter()
        self.socket.sendall(self.to_send.pop())
        return True

    def whole(self) -> str:
        """Return the status when the whole response is there, else nothing."""
        end = self.got.find(b"\r\n\r\n")
        if end < 0:
            return ""
        head = bytes(self.got[:end]).lower()
        if b" 304 " in head[:20]:
            return "304"
        at = head.find(b"\r\ncontent-length:")
        if at < 0:
            raise RuntimeError("a response without its length")
        length = int(head[at + 17 :].split(b"\r\n", 1)[0])
        return head.split(b" ", 2)[1].decode() if len(self.got) >= end + 4 + length else ""


def run(port: int, connections: Sequence[Sequence[str]]) -> Seen:
    """Keep every connection busy until its requests are done."""
    selector = selectors.DefaultSelector()
    waits: list[float] = []
    statuses: Counter[str] = Counter()
    for requests in connections:
        opened = socket.create_connection(("127.0.0.1", port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        one = _Connection(opened, [request.encode() for request in reversed(requests)])
        selector.register(opened, selectors.EVENT_READ, one)
    began = time.perf_counter()
    busy = sum(key.data.next() for key in list(selector.get_map().values()))
    while busy:
        for key, _ in selector.select():
            one = key.data
            chunk = one.socket.recv(CHUNK)
            if not chunk:
                raise RuntimeError("the server closed a connection")
            one.got += chunk
            status = one.whole()
            if status:
                waits.append(time.perf_counter() - one.sent_at)
                statuses[status] += 1
                busy -= not one.next()
    elapsed = time.perf_counter() - began
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    return Seen(elapsed, waits, dict(statuses))


if __name__ == "__main__":
    work = json.load(sys.stdin)
    found = run(work["port"], work["connections"])
    json.dump({"elapsed_s": found.elapsed_s, "waits_s": found.waits_s, "statuses": found.statuses}, sys.stdout)
