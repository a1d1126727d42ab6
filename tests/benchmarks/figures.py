"""The figures: what was measured, what was aimed at, the table and the file of them."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. at_most: its target, if it has one. measured: None if it could not be measured; see note."""

    name: str
    unit: str
    measured: float | None
    at_most: float | None = None
    note: str = ""

    @property
    def missed(self) -> bool:
        """Whether the target was missed, or could not be shown to be reached."""
        return self.at_most is not None and (self.measured is None or self.measured > self.at_most)


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as lines for people; misses are marked."""
    lines = [f"{'':44}{'measured':>10}{'at most':>10}  "]
    for figure in figures:
        measured = "-" if figure.measured is None else f"{figure.measured:.2f}"
        aim = "" if figure.at_most is None else f"{figure.at_most:g}"
        mark = "MISSED" if figure.missed else ""
        lines.append(f"{figure.name:44}{measured:>10}{aim:>10}  {figure.unit:12} {mark:7}{figure.note}".rstrip())
    missed = sum(figure.missed for figure in figures)
    lines.append(f"{missed} of {sum(figure.at_most is not None for figure in figures)} targets missed.")
    return "\n".join(lines)


def write(path: Path, figures: Sequence[Figure]) -> None:
    """Write the figures, with what they were measured on."""
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    found = [asdict(figure) | {"missed": figure.missed} for figure in figures]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"machine": machine, "figures": found}, indent=1) + "\n", encoding="utf-8")
