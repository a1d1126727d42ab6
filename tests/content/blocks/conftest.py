"""Blocks from their source, and their templates as pages use them."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from cbt.content.blocks import KINDS
from tests.content.blocks.pieces import cut, elements, environment, words


@pytest.fixture
def read() -> Callable[[str], Any]:
    """Parse a block that has no mistakes."""

    def parse(text: str) -> Any:
        block = cut(text)
        value = KINDS[block.kind].parse(block)
        assert value is not None
        assert not block.problems, [str(problem) for problem in block.problems]
        return value

    return parse


@pytest.fixture
def mistakes() -> Callable[[str], list[tuple[str, int]]]:
    """Parse a block with mistakes and return their codes and lines; their sentences must have all their values."""

    def parse(text: str) -> list[tuple[str, int]]:
        block = cut(text)
        KINDS[block.kind].parse(block)
        assert all(str(problem) for problem in block.problems)
        return [(problem.mistake.code, problem.line) for problem in block.problems]

    return parse


@pytest.fixture
def html() -> Callable[..., str]:
    """Render a block's template with what every page gives it."""
    jinja = environment()

    def render(block: Any, **more: Any) -> str:
        state: Mapping[str, Any] = {"response": None, "feedback": None, "closed": False, "name": "response"}
        helpers = {"words": words, "elements": elements, "number": lambda text: text.replace(".", ",")}
        return jinja.get_template(f"{block.kind}.html").render({"shown": block.shown, **state, **helpers, **more})

    return render
