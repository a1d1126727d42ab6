"""What a browser loads for a lesson: requests and bytes over the wire, headers included."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks import people
from tests.benchmarks.visitors import Visitor

ARGUMENTS = ["--no-sandbox", "--disable-gpu"]


@dataclass(frozen=True, slots=True)
class Weight:
    """What one page loaded that the browser had not kept from an earlier one. kb: thousands of bytes."""

    path: str
    requests: int
    kb: float


def weigh(port: int, paths: Sequence[str]) -> list[Weight] | None:
    """Open pages one after the other in a fresh browser, each to its end; None without Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        return None
    visitor = Visitor(port, people.THIRTY[0])
    visitor.sign_in()
    name, _, value = visitor.cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
        page = context.new_page()
        weights = [_weigh(page, port, path) for path in paths]
        browser.close()
    return weights


def _weigh(page: Page, port: int, path: str) -> Weight:
    """Load a page and read it to its end, so that pictures further down are loaded too."""
    sizes: list[int] = []
    kept: set[str] = set()
    watching = page.context.new_cdp_session(page)
    watching.send("Network.enable")

    def from_cache(event: dict[str, Any]) -> None:
        kept.add(event["requestId"])

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] not in kept and event["encodedDataLength"]:
            sizes.append(event["encodedDataLength"])

    watching.on("Network.requestServedFromCache", from_cache)
    watching.on("Network.loadingFinished", finished)
    answer = page.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{path} could not be opened")
    while page.evaluate(
        "() => { scrollBy(0, innerHeight); return scrollY + innerHeight < document.body.scrollHeight - 2 }"
    ):
        page.wait_for_timeout(50)
    page.wait_for_load_state("networkidle")
    watching.detach()
    return Weight(path, len(sizes), sum(sizes) / 1000)
