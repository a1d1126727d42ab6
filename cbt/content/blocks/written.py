"""Numbers as people write them, in any of the region's scripts and habits, and the one way in which they are kept."""

import re
from decimal import Decimal
from typing import Final

LONGEST: Final = 24
# Numbers come from many keyboards: marks of direction say nothing, the others have a plain twin.
PLAIN: Final = {
    **dict.fromkeys(map(ord, "\u200e\u200f\u061c")),
    **dict.fromkeys(map(ord, "'’\u066c"), " "),
    **dict.fromkeys(map(ord, "−–‐‑﹣－"), "-"),
    **dict.fromkeys(map(ord, "\u066b\u060c"), ","),
}
DECIMALS = r"(?P<decimals>\d*)"
WRITTEN: Final = (
    re.compile(rf"(?P<sign>[+-]?) ?(?P<whole>\d{{1,3}}(?: \d{{3}})+|\d*)(?:[.,]{DECIMALS})?"),
    re.compile(rf"(?P<sign>[+-]?) ?(?P<whole>\d{{1,3}}(?:,\d{{3}})+)(?:\.{DECIMALS})?"),
    re.compile(rf"(?P<sign>[+-]?) ?(?P<whole>\d{{1,3}}(?:\.\d{{3}})+)(?:,{DECIMALS})?"),
)
"""A number with or without spaces between its thousands; with commas between them; with points between them."""


def canonical(number: Decimal) -> str:
    """Return the one way a number is kept: digits, a point before decimals, no exponent, no idle zeros, no `-0`."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def written(text: str) -> Decimal | None:
    """Read a number as people write it; None if it is none."""
    plain = " ".join(text.translate(PLAIN).split())
    found = next(filter(None, (form.fullmatch(plain) for form in WRITTEN)), None)
    if found is None or len(plain) > LONGEST or not (found["whole"] or found["decimals"]):
        return None
    whole = re.sub(r"\D", "", found["whole"])
    return Decimal(f"{found['sign']}{whole or 0}.{found['decimals'] or 0}")
