"""Somebody at a browser: signs in as a person would, reads pages, and writes down the requests that are to be sent."""

import html
import http.client
import random
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from cbt.content.course import Lesson
from tests.benchmarks import people

# As Firefox and Chromium send them: what a page weighs and costs depends on what the browser says it can read.
HEADERS = {
    "Host": "127.0.0.1",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br",
    "Connection": "keep-alive",
}
FORM = "application/x-www-form-urlencoded"
REFRESH_S = 50
"""A browser's cookie is never older than this while somebody works: the server renews it once a minute."""


def get(path: str, cookie: str = "") -> str:
    """Return a request for a page, as it goes over the wire."""
    return _request("GET", path, cookie)


def post(path: str, fields: Mapping[str, str | list[str]], cookie: str = "") -> str:
    """Return a sent form, as it goes over the wire."""
    return _request("POST", path, cookie, urlencode(fields, doseq=True))


def _request(method: str, path: str, cookie: str, body: str = "") -> str:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in HEADERS.items())]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if method == "POST":
        lines += [f"Content-Type: {FORM}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", body])


@dataclass(slots=True)
class Visitor:
    """One seat with its cookie."""

    port: int
    name: str
    _cookie: str = ""
    _fresh_until: float = 0.0
    forms: list[tuple[str, dict[str, str | list[str]]]] = field(default_factory=list)

    def sign_in(self) -> None:
        """Sign in through the form."""
        self.ask("POST", "/sign-in", urlencode(self.credentials(self.page("/sign-in"))), 303)

    def credentials(self, page: str) -> dict[str, str]:
        """Return the sign-in form filled in."""
        return {"csrf_token": token(page), "name": self.name, "password": people.PASSWORD, "next": "", "kept": ""}

    def page(self, path: str) -> str:
        """Return a page's HTML. Raises RuntimeError for any status but 200."""
        return self.ask("GET", path, "", 200)

    def ask(self, method: str, path: str, body: str, expected: int) -> str:
        """Send one request and keep the cookie that comes back. Raises RuntimeError for another status."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": self._cookie, "Content-Type": FORM} if body else {"Cookie": self._cookie}
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status != expected:
            raise RuntimeError(f"{method} {path}: {answer.status} instead of {expected}")
        if set_cookie := answer.getheader("Set-Cookie"):
            self._cookie = set_cookie.partition(";")[0]
        connection.close()
        return text

    @property
    def seat_cookie(self) -> str:
        """The cookie as the last page left it, signed in or not."""
        return self._cookie

    @property
    def cookie(self) -> str:
        """The cookie, not older than a browser's would be."""
        if time.monotonic() > self._fresh_until:
            self.ask("GET", "/", "", 303)
            self._fresh_until = time.monotonic() + REFRESH_S
        return self._cookie

    def prepare_answers(self, course_id: str, lesson: Lesson, chance: random.Random) -> None:
        """Fill in the forms of every question of a lesson that has no answer yet, to be sent later."""
        page = self.page(f"/learn/{course_id}/{lesson.id}")
        common = {"csrf_token": token(page), "attempt": hidden(page, "attempt")}
        for question in list(lesson.questions.values())[1:]:
            given: dict[str, str | list[str]] = {**common, "question": question.id}
            given.update(people.fields(question, chance))
            self.forms.append((f"/learn/{course_id}/{lesson.id}/answers", given))

    def answers(self) -> Iterator[str]:
        """Yield the prepared forms as requests, each once and with a submission id of its own."""
        while self.forms:
            path, given = self.forms.pop()
            submission = UUID(int=random.getrandbits(128), version=4).hex
            yield post(path, {**given, "submission_id": submission}, self.cookie)


def hidden(page: str, name: str) -> str:
    """Return the first value that a hidden field of this name has on a page."""
    found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page)
    if found is None:
        raise RuntimeError(f"no field {name} on the page")
    return html.unescape(found[1])


def token(page: str) -> str:
    """Return the guard of a page's forms."""
    return hidden(page, "csrf_token")
