"""Reads build/coverage.json and holds the pure layers to 100 % of lines and branches."""

import json
import sys
from pathlib import Path

REPORT = Path(__file__).parent.parent / "build" / "coverage.json"
PURE = (
    "cbt/content/",
    "cbt/paper/",
    "cbt/language/formats.py",
    "cbt/language/locales.py",
    "cbt/language/names.py",
    "cbt/accounts/rights.py",
    "cbt/accounts/names.py",
    "cbt/learning/mastery.py",
    "cbt/learning/drawing.py",
    "cbt/learning/stays.py",
    "cbt/records/chain.py",
    "cbt/records/facts.py",
    "cbt/errors.py",
    "cbt/settings.py",
)


def main() -> int:
    """Print what is not covered in the pure layers; return the exit code."""
    files = json.loads(REPORT.read_text(encoding="utf-8"))["files"]
    missed = 0
    for name, found in sorted(files.items()):
        gaps = [*found["missing_lines"], *(f"{start}->{end}" for start, end in found["missing_branches"])]
        if name.replace("\\", "/").startswith(PURE) and gaps:
            missed += 1
            print(f"{name}: not covered: {', '.join(map(str, gaps))}")  # noqa: T201 - a report
    print(f"Pure layers: {'all lines and branches covered' if not missed else f'{missed} files with gaps'}.")  # noqa: T201
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main())
