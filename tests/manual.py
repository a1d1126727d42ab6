"""The page of the author's manual about blocks, made from the docstrings of their modules.

Write it again after a change: `python -m tests.manual`.
"""

import sys
from pathlib import Path

from cbt.content.blocks import KINDS

PAGE = Path(__file__).parent.parent / "docs" / "blocks.md"
HEAD = """# Blocks

Everything interactive in a lesson is a block: a head `/// kind | id`, options indented under it, a body, and `///`
alone at the end. The id is made of lower-case words with hyphens, unique in the course, and never changed afterwards:
records name it.

Every question takes the options `objective` (an objective's id, always), `title` (its name in the map), `tries` (2, if
not said) and `critical: yes` (must be right for mastery).

This page is made from the programs that read the blocks.
"""


def page() -> str:
    """Return the page as it should be."""
    parts = [HEAD]
    for kind, block in KINDS.items():
        parts.append(f"\n## {kind}\n\n{sys.modules[block.__module__].__doc__ or ''}".rstrip() + "\n")
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
