"""A server as a process of its own: started, watched from outside, stopped."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LONGEST_START_S = 30


@dataclass(frozen=True, slots=True)
class Server:
    """A process that answers on a port of this machine. start_s: from its start to the first page it gave."""

    pid: int
    port: int
    start_s: float

    def cpu_s(self) -> float:
        """Return the seconds of CPU that all its threads have used so far, by the kernel's clock of that process."""
        return time.clock_gettime((~self.pid << 3) | 2)  # what clock_getcpuclockid() of the C library returns

    def memory_mb(self) -> float:
        """Return its proportional set size in MB (10^6 bytes)."""
        for line in Path(f"/proc/{self.pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
        raise LookupError("no Pss in smaps_rollup")


@contextmanager
def running(
    words: Sequence[str], port: int, path: str, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Start `python words`, wait until it gives the page at `path`, and stop it at the end."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.DEVNULL, env={**os.environ, **(environment or {})}
    )
    try:
        _wait_for(process, port, path, began + LONGEST_START_S)
        yield Server(process.pid, port, time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, path: str, until: float) -> None:
    while process.poll() is None and time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except (ConnectionError, http.client.HTTPException):
            time.sleep(0.005)
        finally:
            connection.close()
    raise RuntimeError(f"the server did not start: exit code {process.poll()}")


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
