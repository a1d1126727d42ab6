import gzip

import brotli
import pytest

from tests.web.classroom import Seat


def test_a_browser_that_reads_brotli_gets_the_same_page_compressed(lena: Seat) -> None:
    plain = lena.client.get("/learn/record", headers={"Accept-Encoding": "identity"})
    small = lena.client.get("/learn/record", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert small.headers["Content-Encoding"] == "br"
    assert len(small.data) < len(plain.data) / 2
    assert brotli.decompress(small.data).startswith(plain.data[:300])


def test_a_browser_that_reads_gzip_only_gets_gzip(lena: Seat) -> None:
    page = lena.client.get("/learn/", headers={"Accept-Encoding": "gzip, deflate, br;q=0"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.data).startswith(b"<!doctype html>")
    assert int(page.headers["Content-Length"]) == len(page.data)


@pytest.mark.parametrize("said", ["", "identity", "br;q=0", "zstd"])
def test_who_reads_no_compression_of_ours_gets_the_page_as_it_is(lena: Seat, said: str) -> None:
    page = lena.client.get("/learn/", headers={"Accept-Encoding": said})
    assert "Content-Encoding" not in page.headers
    assert page.data.startswith(b"<!doctype html>")


def test_a_cache_on_the_way_keeps_the_kinds_apart(lena: Seat) -> None:
    assert "Accept-Encoding" in lena.client.get("/learn/").headers["Vary"]


def test_a_short_answer_is_not_compressed(lena: Seat) -> None:
    redirect = lena.client.get("/", headers={"Accept-Encoding": "br"})
    assert redirect.status_code == 303
    assert "Content-Encoding" not in redirect.headers
