"""The sheet and the script keep to their rules: both directions, one set of colours, old browsers, small."""

import re
import shutil
import subprocess
from pathlib import Path

import brotli
import pytest

STATIC = Path(__file__).parents[2] / "cbt" / "web" / "static"
TEMPLATES = STATIC.parent / "templates"
SHEET = re.sub(r"/\*.*?\*/", "", (STATIC / "cbt.css").read_text(encoding="utf-8"), flags=re.DOTALL)
SCRIPT = (STATIC / "cbt.js").read_text(encoding="utf-8")

# Chrome 80 and Firefox 78 are the floor: these would be ignored there, or break the rule they stand in.
FORBIDDEN_IN_SHEET = (
    ":has(",
    ":is(",
    ":where(",
    "inset:",
    "aspect-ratio",
    "padding-inline:",
    "margin-inline:",
    "padding-block:",
    "margin-block:",
    "@layer",
    "@container",
    "@import",
    "color-mix(",
    "oklch(",
)
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-(?:margin|padding))-(?:left|right|top|bottom)[\w-]*"
    r"|left|right|top|bottom|(?:min-|max-)?(?:width|height)|float|clear)\s*:"
)
SIDES = re.compile(r"(?:text-align|justify-[a-z]+|caption-side)\s*:\s*(?:left|right)\b")
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla)\(|(?<![\w-])(?:black|white|red|green|blue|gr[ae]y|yellow|orange)(?![\w-])"
)
TWO_SIDED = re.compile(r"(?<![\w-])(?:margin|padding)\s*:\s*([^;}]+)")


def rules_without_tokens() -> str:
    """Return the sheet without the blocks of `:root`, where tokens are given their values."""
    return re.sub(r":root\s*\{[^}]*\}", "", SHEET)


def without_media_heads() -> str:
    """Return the declarations only: `(max-width: 48rem)` is a question to the window, not a length on the page."""
    return re.sub(r"@media[^{]*\{", "{", SHEET)


def values(declaration: str) -> int:
    """Count the values of a declaration: `0 calc(1rem * -1)` has two."""
    return len(re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", declaration).split())


@pytest.mark.parametrize("pattern", [PHYSICAL, SIDES])
def test_the_sheet_serves_both_directions_with_logical_properties(pattern):
    assert pattern.findall(without_media_heads()) == []


def test_margins_and_paddings_never_tell_left_from_right():
    four_sided = [found for found in TWO_SIDED.findall(SHEET) if values(found) == 4]
    assert four_sided == []


def test_a_colour_is_a_token():
    assert COLOUR.findall(rules_without_tokens()) == []


def test_every_token_that_is_used_has_a_value():
    used = set(re.findall(r"var\((--[\w-]+)", SHEET))
    assert used - set(re.findall(r"(--[\w-]+)\s*:", SHEET)) == set()


def test_dark_mode_gives_every_colour_but_those_of_the_safety_callout_a_value_of_its_own():
    light, dark = re.findall(r":root\s*\{([^}]*)\}", SHEET)[:2]
    coloured = re.compile(r"(--[\w-]+)\s*:\s*(?:#|rgb)")
    left_out = set(coloured.findall(light)) - set(re.findall(r"(--[\w-]+)\s*:", dark))
    assert left_out == {"--hazard", "--on-hazard"}


@pytest.mark.parametrize("syntax", FORBIDDEN_IN_SHEET)
def test_the_sheet_uses_nothing_that_the_oldest_browser_does_not_know(syntax):
    assert syntax not in SHEET


def test_flex_boxes_do_without_gap():
    flex = [body for body in re.findall(r"\{([^{}]*)\}", SHEET) if re.search(r"display:\s*(?:inline-)?flex", body)]
    assert flex
    assert [body for body in flex if re.search(r"(?<![\w-])(?:row-|column-)?gap\s*:", body)] == []


def test_braces_are_closed():
    assert SHEET.count("{") == SHEET.count("}")


def test_the_sheet_is_small():
    sheet = (STATIC / "cbt.css").read_bytes()
    assert len(sheet) <= 40_000
    assert len(brotli.compress(sheet)) <= 9_000


def test_every_font_of_the_sheet_is_there_with_its_licence():
    files = re.findall(r'url\("(fonts/[^"]+)"\)', SHEET)
    assert len(files) == 5
    assert [file for file in files if not (STATIC / file).is_file()] == []
    assert SHEET.count("font-display: swap") == SHEET.count("unicode-range:") == SHEET.count("@font-face") == 5
    for family in {Path(file).name.split("-")[0] for file in files}:
        (licence,) = STATIC.glob(f"fonts/{family}*-OFL.txt")
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8")


def test_a_first_page_in_any_language_leaves_room_for_its_text_and_pictures():
    shell = sum(len(brotli.compress((STATIC / file).read_bytes())) for file in ("cbt.css", "cbt.js", "icon.svg"))
    latin, extended, cyrillic, far_cyrillic, arabic = (
        (STATIC / file).stat().st_size for file in re.findall(r'url\("(fonts/[^"]+)"\)', SHEET)
    )
    for fonts in (latin + cyrillic + far_cyrillic, latin + extended, latin + cyrillic + extended, latin + arabic):
        assert shell + fonts <= 120_000


@pytest.mark.parametrize(
    "danger",
    ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", ".style", "?.", "??"],
)
def test_the_script_parses_no_text_into_the_page_and_uses_no_newer_language(danger):
    assert danger not in SCRIPT


def test_the_script_is_small_and_loads_nothing():
    assert len(brotli.compress(SCRIPT.encode())) <= 4_000
    assert not re.search(r"https?:|^import |import\(", SCRIPT, flags=re.MULTILINE)


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not here")
def test_the_script_can_be_read():
    subprocess.run(["node", "--check", STATIC / "cbt.js"], check=True)


def test_templates_write_nothing_inline():
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)
    found = [path.name for path in TEMPLATES.rglob("*.html") if inline.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_component_says_how_it_is_called():
    components = sorted(TEMPLATES.glob("components/*.html"))
    assert components
    silent = []
    for path in components:
        text = path.read_text(encoding="utf-8")
        head = text[: text.index("-#}")]
        public = [name for name in re.findall(r"macro (\w+)\(", text) if not re.search(rf"\b{name}\(", head)]
        silent += [f"{path.name}: {name}" for name in public if name not in PARTS]
    assert silent == []


PARTS = ("classes", "hint", "errors", "tied", "heads_row")
