"""Names that are compared: the same letters in any case, from any keyboard, are the same name."""

import hashlib
import unicodedata

from cbt.errors import N_, CbtError

LONGEST_SIGN_IN_NAME = 80
LONGEST_NAME = 120
IN_LATIN_NAMES = frozenset(" -'’ʻʼ‘.")  # beside letters and their marks: Oʻktam, D'Arcy, Jean-Luc, B. Karimov
UNSEEN = ("Cc", "Cf", "Cs")  # controls, marks of direction and joining, halves of characters


class UnusableName(CbtError):
    """A name is empty, too long, or holds what cannot be typed."""

    sentence = N_("A name needs 1 to {longest} letters, digits or signs that can be typed. Write another one.")


class NotLatin(UnusableName):
    """A name in Latin letters holds other letters or signs."""

    sentence = N_(
        "A name in Latin letters holds letters such as a to z with their marks, spaces, hyphens, apostrophes and full "
        "stops only. Write it as in the passport."
    )


def folded(text: str) -> str:
    """Return a text for comparing: without case, composed (NFC), single spaces, without invisible marks.

    Caseless matching of Unicode (section 3.13, D145), in any script; joiners and direction marks do not count.
    """
    caseless = unicodedata.normalize("NFD", text).casefold()
    shown = "".join(sign for sign in caseless if sign.isspace() or unicodedata.category(sign) not in UNSEEN)
    return unicodedata.normalize("NFC", " ".join(shown.split()))


def tidy(text: str, longest: int = LONGEST_NAME) -> str:
    """Return a name as it is kept for showing: composed, single spaces. Raises UnusableName."""
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not folded(name) or len(name) > longest or any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name):
        raise UnusableName(longest=longest)
    return name


def latin(text: str) -> str:
    """Return a name in letters of the Latin script as it is kept for showing. Raises UnusableName, NotLatin."""
    name = tidy(text)
    letters = [sign for sign in unicodedata.normalize("NFD", name) if sign not in IN_LATIN_NAMES]
    if not any(map(_is_latin_letter, letters)) or not all(_is_latin_letter(sign) or _is_mark(sign) for sign in letters):
        raise NotLatin
    return name


def _is_latin_letter(sign: str) -> bool:
    """Tell whether a sign is a letter of the Latin script: Unicode names each of them so."""
    return unicodedata.name(sign, "").startswith("LATIN ") and unicodedata.category(sign).startswith("L")


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) == "Mn"


def sign_in_name(text: str) -> str:
    """Return the name to sign in with, folded. Raises UnusableName."""
    name = folded(tidy(text, LONGEST_SIGN_IN_NAME))
    if len(name) > LONGEST_SIGN_IN_NAME:  # folding can lengthen: one letter becomes two
        raise UnusableName(longest=LONGEST_SIGN_IN_NAME)
    return name


def digest(text: str) -> str:
    """Return what stands for a typed name where the name itself must not be kept (people type passwords there)."""
    return hashlib.sha256(folded(text).encode()).hexdigest()
