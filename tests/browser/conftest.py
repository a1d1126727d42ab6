"""A running demonstration, a browser, and seats that fail their test when a page does what it must not."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from cbt.content.course import Course
from tests.browser.classroom import Demonstration, Visit
from tests.test_courses import read

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
DESK = {"width": 1366, "height": 768}
WAIT_MS = 20_000

NewSeat = Callable[..., Visit]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """A fresh demonstration, started as a user would start it."""
    port, folder = free_port(), tmp_path_factory.mktemp("demo")
    words = [sys.executable, "-m", "cbt", "demo", "--port", str(port), "--folder", str(folder)]
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT)
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(base, server, folder / "server.log")
        yield Demonstration(base, folder)
    finally:
        server.terminate()
        server.wait(10)
        log.close()


def wait_for(base: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(480):
        try:
            urllib.request.urlopen(f"{base}/sign-in", timeout=2).close()
        except (URLError, OSError):
            assert server.poll() is None, log.read_text()
            time.sleep(0.25)
        else:
            return
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=WAIT_MS)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def new_seat(browser: Browser, demonstration: Demonstration) -> Iterator[NewSeat]:
    """Opens another seat at each call, with a browser's options; at the end it fails what did wrong at any of them."""
    seats: list[Visit] = []

    def open_seat(**options: Any) -> Visit:
        context: BrowserContext = browser.new_context(**{"viewport": DESK, "locale": "en-GB", **options})
        context.set_default_timeout(WAIT_MS)
        seats.append(Visit(context.new_page(), demonstration.address))
        return seats[-1]

    yield open_seat
    for seat in seats:
        seat.page.context.close()
    assert not [what for seat in seats for what in seat.wrong]


@pytest.fixture
def seat(new_seat: NewSeat) -> Visit:
    """One seat."""
    return new_seat()


@pytest.fixture(scope="session")
def course() -> Course:
    """The demonstration's course with its keys, read from its files."""
    return read("drug-identification")
