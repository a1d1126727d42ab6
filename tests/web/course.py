"""A small good course with every kind of question and callout, in English and partly in Russian, as a site folder."""

from pathlib import Path

COURSE = "border"
FIRST, SECOND = "looking", "packing"
TEST = "final"

COURSE_FILE = """\
title: Looking at the border
summary: Two lessons and a test.
language: en
code: B
tests:
  final:
    title: The last test
    mastery_score: 0.8
    attempts: 2
    draw:
      finds: 3
"""

LOOKING = """\
---
title: Looking before touching
minutes: 20
objectives:
  see: Describe a find
  write: Write a find down
---

Look first, and touch later.[^S1]

## What lies there

The mass is brown. See [the next lesson](02-packing.md).

![A brown cake beside a scale](cake.svg)

/// safety | gloves
Put on gloves.
///

/// choice | entry
    objective: write
    title: The entry

Which line belongs in the record?

- [x] A brown sticky mass
    > You wrote what you saw.
- [ ] About 400 g of opium
    > The laboratory names it.

> The record says what was seen.
///

/// choice | signs
    objective: see

Which signs speak of a hidden find?

- [x] New screws
- [x] Fresh paint
- [ ] A clean window
- [ ] A full tank
///

/// match | pairs
    objective: see

Which belongs to which?

- brown => cake
- white => powder
///

/// order | steps
    objective: write

What comes first?

1. Look
2. Write
3. Seal
///

/// number | weight
    objective: write
    answer: 2.5
    tolerance: 0.1
    unit: kg

How much does it weigh?

> Read the scale at eye level.
///

/// law | witnesses
Witnesses: {{ witness_rule }}
///

[^S1]: The first source.
"""

PACKING = """\
---
title: Packing it
minutes: 10
objectives:
  pack: Pack a find
---

## A bag of paper

Paper breathes.

/// choice | bag
    objective: pack

Which bag is it?

- [x] The paper bag
- [ ] The plastic bag
///
"""

FINDS = """\
---
title: Finds
---

/// choice | hazard
    objective: pack
    critical: yes

What comes before packing?

- [x] Gloves
- [ ] A smell at it
///

/// choice | seen
    objective: see

What do you see?

- [x] A cake
- [ ] A wheel
///

/// number | grams
    objective: write
    answer: 400
    tolerance: 5

How many grams are written on it?
///
"""

COUNTRY = """\
name: {name}
facts:
  witness_rule:
    text: {rule}
    source: S1
    checked: 2026-01-01
    review_by: 2027-01-01
    confidence: verified
"""

CREDITS = """\
cake.svg:
  author: Drawn for this course
  licence: CC BY 4.0
"""

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 600"></svg>\n'

PO_HEAD = """\
msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"
"""

INTERFACE = {
    "Sign in": "Войти",
    "Write your password.": "Введите пароль.",
    "This name and password do not belong together. Check both, and the language of the keyboard.": (
        "Имя и пароль не подходят друг к другу. Проверьте их и язык клавиатуры."
    ),
    "Too many wrong passwords. Wait {seconds} seconds and try again, or ask your instructor to lift this.": (
        "Слишком много неверных паролей. Подождите {seconds} секунд или попросите преподавателя снять задержку."
    ),
    "Nothing is chosen yet. Choose or write an answer, then check it.": "Ещё ничего не выбрано.",
    "My courses": "Мои курсы",
}

COURSE_IN_RUSSIAN = {
    ("looking:title", "Looking before touching"): "Сначала смотреть",
    ("packing:title", "Packing it"): "Упаковка",
}

FILES = {
    f"courses/{COURSE}/course.yaml": COURSE_FILE,
    f"courses/{COURSE}/01-looking.md": LOOKING,
    f"courses/{COURSE}/02-packing.md": PACKING,
    f"courses/{COURSE}/bank/finds.md": FINDS,
    "courses/jurisdictions/kz.yaml": COUNTRY.format(name="Kazakhstan", rule="Two adults."),
    "courses/jurisdictions/kg.yaml": COUNTRY.format(name="Kyrgyzstan", rule="Three adults."),
    f"media/{COURSE}/cake.svg": PICTURE,
    f"media/{COURSE}/credits.yaml": CREDITS,
}

RIGHT: dict[str, dict[str, str | list[str]]] = {
    "signs": {"response": ["c1", "c2"]},
    "pairs": {},
    "steps": {},
    "weight": {"response": "2.5"},
}


def catalogue(entries: dict[str, str] | dict[tuple[str, str], str]) -> str:
    """Return a PO file; keys are messages, or (address, message)."""
    parts = [PO_HEAD]
    for key, words in entries.items():
        context, message = key if isinstance(key, tuple) else ("", key)
        parts.append((f'msgctxt "{context}"\n' if context else "") + f'msgid "{message}"\nmsgstr "{words}"\n')
    return "\n".join(parts)


def write(site: Path) -> Path:
    """Write the course, its pictures and its catalogues below a site folder and return the folder."""
    texts = FILES | {
        "translations/ru/LC_MESSAGES/cbt.po": catalogue(INTERFACE),
        f"translations/ru/LC_MESSAGES/{COURSE}.po": catalogue(COURSE_IN_RUSSIAN),
    }
    for name, text in texts.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return site
