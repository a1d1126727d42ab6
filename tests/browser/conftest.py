"""A running demonstration, and a browser that notes what it must not see: errors, requests that leave the machine."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
PASSWORD = "classroom"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a fresh demonstration, started as a user would start it."""
    port, folder = free_port(), tmp_path_factory.mktemp("demo")
    words = [sys.executable, "-m", "cbt", "demo", "--port", str(port), "--folder", str(folder)]
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT)
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(base, server, folder / "server.log")
        yield base
    finally:
        server.terminate()
        server.wait(10)
        log.close()


def wait_for(base: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
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
    """Return Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


class Visit:
    """One person at one seat. Everything that a page must not do is kept in `wrong`."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("request", lambda request: self.left(request.url))

    def left(self, url: str) -> None:
        if not url.startswith(self.address) and not url.startswith("data:"):
            self.wrong.append(f"left the machine: {re.sub(r'[?#].*', '', url)}")

    def go(self, path: str) -> Page:
        """Open a page of the classroom."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, name: str) -> Page:
        """Sign in on the page that a seat shows first."""
        self.go("/")
        self.page.get_by_label("name", exact=False).first.fill(name)
        self.page.locator("input[type=password]").fill(PASSWORD)
        self.page.locator("main form button[type=submit]").click()
        return self.page


@pytest.fixture
def seat(browser: Browser, address: str) -> Iterator[Visit]:
    """Return a seat of its own for this test; it fails if a page did what it must not."""
    context = browser.new_context(viewport=DESK, locale="en-GB")  # type: ignore[arg-type]
    visit = Visit(context.new_page(), address)
    yield visit
    context.close()
    assert not visit.wrong
