"""A small course without mistakes, in a site folder of its own, and ways to spoil it."""

from pathlib import Path

from cbt.content import reader

COURSE_FILE = """\
title: A small course
summary: Two lessons for a test.
language: en
code: S
tests:
  final:
    title: The last test
    mastery_score: 0.8
    attempts: 2
    draw:
      pool: 1
"""

FIRST = """\
---
title: First steps
minutes: 20
objectives:
  see-it: Describe a find
  say-it: Write a find down
---

Words before any heading.

## A heading

A paragraph over
two lines with **weight**, `code [x]` and a citation.[^S1]

![A brown cake beside a scale](cake.svg)
What lies there.

- one
- two

    more of two

1. first
2. second

| Sign | Meaning |
|:---|---:|
| red | stop |
| `a|b` | go |

Term
:   What it means

### A smaller heading

See the [second lesson](02-second-steps.md) and [a page](https://example.org/).

```text
[x] /// <div> literal
```

/// note | remember
Something to remember.[^S2]

- a
- b
///

/// law | witnesses
Witnesses: {{ witness_rule }}
///

/// law | witnesses
    for: kz

Two witnesses: {{ witness_rule }}
///

/// choice | first-entry
    objective: say-it
    title: The entry

Which line is right?

- [x] This one
    > Because.
- [ ] That one

> In general.
///

/// match | pairs
    objective: see-it

Which belongs to which?

- brown => cake
- white => powder
- => glass
///

/// order | steps
    objective: see-it

What comes first?

1. Look
2. Write
3. Seal
///

/// number | weight
    objective: say-it
    answer: 2.5
    tolerance: 0.1
    unit: kg

How much is it?

> Weigh it.
///

The last words.

[^S1]: The first source.
[^S2]: The second source,
    on two lines.
"""

SECOND = """\
---
title: Second steps
minutes: 10
objectives:
  go-on: Name what comes next
---

## Going on

Some text with a [way back](first-steps.md).

/// choice | what-next
    objective: go-on

What comes next?

- [x] More
- [ ] Nothing
///
"""

POOL = """\
---
title: A pool
---

/// choice | pooled
    objective: see-it

What do you see?

- [x] A cake[^S1]
- [ ] A wheel
///

/// choice | pooled-too
    objective: say-it

What do you write?

- [x] What I saw
- [ ] What I think
///

[^S1]: The first source.
"""

COUNTRY = """\
name: Somewhere
facts:
  witness_rule:
    text: Two adults.
    source: S1
    checked: 2026-11-01
    review_by: 2027-11-01
    confidence: verified
"""

CREDITS = """\
cake.svg:
  author: Drawn for this course
  licence: CC BY 4.0
"""

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 600"></svg>\n'

FILES = {
    "courses/small/course.yaml": COURSE_FILE,
    "courses/small/01-first-steps.md": FIRST,
    "courses/small/02-second-steps.md": SECOND,
    "courses/small/bank/pool.md": POOL,
    "courses/jurisdictions/kz.yaml": COUNTRY,
    "courses/jurisdictions/uz.yaml": COUNTRY,
    "media/small/cake.svg": PICTURE,
    "media/small/credits.yaml": CREDITS,
}


def write(folder: Path) -> Path:
    """Write the good course's site folder below `folder` and return it."""
    site = folder / "site"
    for name, text in FILES.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return site


def read(site: Path) -> reader.Reading:
    """Read the small course of a site folder."""
    return reader.read_course(site / "courses/small", site / "media/small", site / "courses/jurisdictions")
