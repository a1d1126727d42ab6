"""A person at a seat of the demonstration, and what a page must not do while they are there."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Response, expect

PASSWORD = "classroom"
LISTENER = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("against the policy: " + event.violatedDirective + " " + event.blockedURI + " " + event.sample))"""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A running demonstration: where it is served, and the folder with its records."""

    address: str
    folder: Path

    def query(self, statement: str, *values: str) -> list[tuple[object, ...]]:
        """Ask the records, beside the running server and without writing."""
        path = self.folder / "var" / "cbt.sqlite3"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return connection.execute(statement, values).fetchall()

    def facts(self, submission_id: str) -> int:
        """Return how many facts came of one rendered form."""
        return len(self.query("SELECT 1 FROM fact WHERE submission_id = ?", submission_id))


class Visit:
    """One person at one seat. Everything that a page must not do is kept in `wrong`, unless the test expects it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.wrong: list[str] = []
        self.expected: re.Pattern[str] | None = None
        page.add_init_script(LISTENER)
        page.on("pageerror", lambda error: self.note(f"error: {error}"))
        page.on("console", self.said)
        page.on("request", lambda request: self.left(request.url))

    def expect(self, what: str) -> None:
        """Allow what this test brings about on purpose, as a regular expression."""
        self.expected = re.compile(what)

    def note(self, what: str) -> None:
        """Keep what went wrong."""
        if not (self.expected and self.expected.search(what)):
            self.wrong.append(f"{self.page.url}: {what}")

    def said(self, message: ConsoleMessage) -> None:
        """Keep errors and warnings of the console."""
        if message.type in ("error", "warning"):
            self.note(message.text)

    def left(self, url: str) -> None:
        """Keep every request to another place than the classroom."""
        if not url.startswith((f"{self.address}/", "data:")):
            self.note(f"left the machine: {re.sub(r'[?#].*', '', url)}")

    def go(self, path: str) -> Response:
        """Open a page of the classroom."""
        found = self.page.goto(self.address + path)
        assert found is not None
        return found

    def sign_in(self, name: str, path: str = "/") -> Page:
        """Sign in as a seat asks for it on the way to a page."""
        self.go(path)
        self.give_name(name)
        return self.page

    def give_name(self, name: str, password: str = PASSWORD) -> None:
        """Fill in the sign-in page that is shown."""
        self.page.locator("[name=name]").fill(name)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("main form button[type=submit]").click()
        expect(self.page.locator("[name=password]")).to_have_count(0)

    @property
    def language(self) -> str | None:
        """The language the page says it is in."""
        return self.page.locator("html").get_attribute("lang")

    def speak(self, tag: str) -> None:
        """Choose a language in the bar's menu, unless the page is in it."""
        if self.language != tag:
            button = self.page.locator(f"button[name=language][value={tag}]")
            self.page.locator("details.menu", has=button).locator("summary").click()
            button.click()
            expect(self.page.locator("html")).to_have_attribute("lang", tag)
