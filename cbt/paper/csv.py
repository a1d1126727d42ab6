"""Tables as CSV that opens in a spreadsheet as it is, in every language, and cannot run there."""

import csv
import io
from collections.abc import Iterable, Sequence

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def table(head: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """Return UTF-8 CSV with a byte order mark (so that spreadsheets know the encoding), CRLF lines, None as empty.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV Injection).
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_safe(cell) for cell in head])
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: str | int | None) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(RISKY):
        return f"'{cell}"
    return cell
