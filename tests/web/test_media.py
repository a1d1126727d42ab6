"""Pictures of a release over the wire: drawings compressed as the browser reads them, all else as it lies there."""

import gzip

import brotli
import pytest

from tests.web.classroom import COURSE

DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<path d='M0 0h10v10z'/>" * 200 + b"</svg>"
PHOTO = b"RIFF\x00\x00\x00\x00WEBP" + b"\x00" * 3000


@pytest.fixture
def shelf(classroom):
    """The address of the release's media, with a drawing and a photo in it."""
    book = classroom.parts.shelf.live(COURSE)
    book.media_folder.mkdir(parents=True, exist_ok=True)
    (book.media_folder / "cake.svg").write_bytes(DRAWING)
    (book.media_folder / "cake.webp").write_bytes(PHOTO)
    return f"/media/{book.digest}"


def fetch(seat, address, **headers):
    with seat.client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()}) as page:
        return page, page.data


@pytest.mark.parametrize(
    ("said", "encoding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
    ],
)
def test_a_drawing_is_sent_as_well_compressed_as_the_browser_can_read(shelf, lena, said, encoding, unpack):
    for _ in range(2):  # made, then from memory
        page, body = fetch(lena, f"{shelf}/cake.svg", Accept_Encoding=said)
        assert page.headers["Content-Encoding"] == encoding
        assert unpack(body) == DRAWING
        assert int(page.headers["Content-Length"]) == len(body) < len(DRAWING) / 10
        assert page.mimetype == "image/svg+xml"


@pytest.mark.parametrize("said", ["", "identity", "br;q=0, gzip;q=0"])
def test_who_reads_no_compression_gets_the_drawing_as_it_lies_there(shelf, lena, said):
    page, body = fetch(lena, f"{shelf}/cake.svg", Accept_Encoding=said)
    assert "Content-Encoding" not in page.headers
    assert body == DRAWING
    assert "ETag" in page.headers


def test_a_compressed_drawing_does_not_go_by_the_name_of_the_plain_one(shelf, lena):
    page, _ = fetch(lena, f"{shelf}/cake.svg", Accept_Encoding="br")
    assert "ETag" not in page.headers


@pytest.mark.parametrize("said", ["br", "identity"])
def test_a_cache_on_the_way_keeps_the_kinds_of_a_drawing_apart(shelf, lena, said):
    page, _ = fetch(lena, f"{shelf}/cake.svg", Accept_Encoding=said)
    assert "Accept-Encoding" in page.headers["Vary"]


def test_a_photo_is_compressed_already_and_sent_as_it_is(shelf, lena):
    page, body = fetch(lena, f"{shelf}/cake.webp", Accept_Encoding="br")
    assert "Content-Encoding" not in page.headers
    assert body == PHOTO


def test_a_drawing_that_the_browser_has_is_not_sent_again(shelf, lena):
    plain, _ = fetch(lena, f"{shelf}/cake.svg", Accept_Encoding="identity")
    again, body = fetch(lena, f"{shelf}/cake.svg", Accept_Encoding="br", If_None_Match=plain.headers["ETag"])
    assert (again.status_code, body) == (304, b"")
    assert "Content-Encoding" not in again.headers


def test_a_part_of_a_drawing_is_a_part_of_the_plain_one(shelf, lena):
    page, body = fetch(lena, f"{shelf}/cake.svg", Accept_Encoding="br", Range="bytes=0-3")
    assert (page.status_code, body) == (206, b"<svg")
    assert "Content-Encoding" not in page.headers


@pytest.mark.parametrize("said", ["br", "identity"])
def test_a_drawing_runs_nothing_and_stays_in_the_browser_whether_compressed_or_not(shelf, lena, said):
    page, _ = fetch(lena, f"{shelf}/cake.svg", Accept_Encoding=said)
    assert page.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert page.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_a_drawing_that_is_not_there_is_not_found_by_who_reads_compression_too(shelf, lena):
    page, _ = fetch(lena, f"{shelf}/other.svg", Accept_Encoding="br")
    assert page.status_code == 404
