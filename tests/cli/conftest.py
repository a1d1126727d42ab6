"""A site made by `cbt init` and a way to run the command line on it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cbt.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `cbt` with words and gives its result; the environment is empty of ours."""
    for name in ("CBT_SITE", "CBT_PORT", "CBT_HOST"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: object, answers: str | None = None) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], input=answers)

    return run


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a fresh site, made once; tests copy it."""
    folder = tmp_path_factory.mktemp("site") / "classroom"
    result = CliRunner().invoke(main, ["init", str(folder)])
    assert result.exit_code == 0, result.output
    return folder
