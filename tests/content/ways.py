"""Each way a course file can be wrong, by name: what is done to the good course, and the one problem it gives."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.content import small

FIRST = "courses/small/01-first-steps.md"
SECOND = "courses/small/02-second-steps.md"
POOL = "courses/small/bank/pool.md"
COURSE = "courses/small/course.yaml"
KZ = "courses/jurisdictions/kz.yaml"
CAKE = "media/small/cake.svg"
CREDITS = "media/small/credits.yaml"
LAST = "The last words.\n"


class Case(NamedTuple):
    """A way to be wrong: what is done to the good course, and the problem: its name, file and a piece of its line."""

    way: str
    mistake: str
    spoil: Callable[[Path], None]
    file: str
    at: str | int


def edit(way: str, mistake: str, file: str, old: str, new: str, at: str = "") -> Case:
    """Replace the only place where `old` stands by `new`; the problem is where `at` (or else `new`) first stands."""
    return far(way, mistake, (file, old, new), file, at or new)


def far(way: str, mistake: str, change: tuple[str, str, str], where: str, at: str) -> Case:
    """Make a change (file, old, new) whose problem is in another file, where `at` first stands."""
    file, old, new = change

    def spoil(site: Path) -> None:
        text = (site / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (site / file).write_text(text.replace(old, new), encoding="utf-8")

    return Case(way, mistake, spoil, where, at)


def text(way: str, mistake: str, new: str, at: str = "") -> Case:
    """Put text in place of the last words of the first lesson."""
    return edit(way, mistake, FIRST, LAST, f"{new}\n", at or new)


def whole(way: str, mistake: str, file: str, spoil: Callable[[Path], object], line: int = 0) -> Case:
    """Do something to the file as a whole; the problem has no line, or the one given."""

    def run(site: Path) -> None:
        spoil(site / file)

    return Case(way, mistake, run, file, line)


def linked(path: Path) -> None:
    outside = path.parents[3] / "elsewhere.md"
    outside.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(outside)


def third(path: Path) -> None:
    path.write_text(small.SECOND.replace("what-next", "what-then").replace("go-on", "go-far"), encoding="utf-8")


def without_lessons(path: Path) -> None:
    for lesson in path.parent.glob("*.md"):
        lesson.unlink()


def renamed(name: str) -> Callable[[Path], object]:
    return lambda path: path.with_name(name).write_bytes(b"")


BLOCKS = [
    edit("an option that no kind knows", "UNKNOWN_OPTION", FIRST, "    title: The entry", "    colour: red"),
    edit(
        "an option on a callout", "UNKNOWN_OPTION", FIRST, "Something to", "    title: No\n\nSomething to", "title: No"
    ),
    edit("a block without anything in it", "EMPTY_BLOCK", FIRST, "Witnesses: {{ witness_rule }}\n", "", "law | witn"),
    edit("text after the options", "TEXT_AFTER_LIST", FIRST, "> In general.", "In general."),
    edit("a reason of an option that is not indented", "REASON_BEFORE_ITEM", FIRST, "    > Because.", "> Because."),
    edit("two options with one id", "SAME_ITEM_ID", FIRST, "[ ] That one", "[ ] That one {#a}"),
    edit("a law for a country without a file", "UNKNOWN_COUNTRY", FIRST, "for: kz", "for: xx"),
    edit("a kind that is not there", "UNKNOWN_KIND", FIRST, "/// note |", "/// notice |"),
    edit("a head with a comma", "BROKEN_HEAD", FIRST, "/// note | remember", "/// note, remember"),
    edit("a head with four strokes", "BROKEN_HEAD", FIRST, "/// note | remember", "//// note | remember"),
    edit("a head without an id", "MISSING_ID", FIRST, "/// note | remember", "/// note"),
    edit("a head with an empty id", "MISSING_ID", FIRST, "/// note | remember", "/// note |"),
    edit("an id with a capital", "BAD_ID", FIRST, "| remember", "| Remember"),
    edit("an id twice in one lesson", "DUPLICATE_ID", FIRST, "| steps", "| pairs", "/// order | pairs"),
    edit("an id in two lessons", "DUPLICATE_ID", SECOND, "| what-next", "| steps"),
    edit("a question both in a lesson and in the bank", "DUPLICATE_ID", POOL, "| pooled\n", "| first-entry\n"),
    edit(
        "a law twice for one country",
        "DUPLICATE_ID",
        FIRST,
        "Two witnesses",
        "x\n///\n\n/// law | witnesses\n    for: kz\n\nTwo witnesses",
        "/// law | witnesses\n    for: kz\n\nTwo",
    ),
    edit("an option indented by two spaces", "BROKEN_OPTION", FIRST, "    answer: 2.5", "  answer: 2.5", "  answer"),
    edit(
        "an option not indented",
        "BROKEN_OPTION",
        SECOND,
        "    objective: go-on",
        "    tries: 1\nobjective: go-on",
        "objective: go-on",
    ),
    edit("a line under the head that is no option", "BROKEN_OPTION", FIRST, "    tolerance: 0.1", "    plus or minus"),
    edit("an option twice", "SAME_OPTION", FIRST, "    unit: kg", "    unit: kg\n    unit: g", "    unit: g"),
    edit("a block that is not closed before the next", "UNCLOSED_BLOCK", FIRST, "- b\n///\n", "- b\n", "| remember"),
    edit("a block that is not closed at the end", "UNCLOSED_BLOCK", SECOND, "Nothing\n///", "Nothing", "| what-next"),
    text("an open block that swallows all notes", "UNCLOSED_BLOCK", "/// note | open\nWords.", "/// note | open"),
    edit("closing strokes without a block", "LEFT_OVER_FENCE", FIRST, LAST, f"{LAST}\n\n///\n\nx", "///\n\nx"),
    edit(
        "a block in a block",
        "BLOCK_IN_BLOCK",
        FIRST,
        "Something to",
        "/// safety | inner\nx\n///\n\nSomething to",
        "| inner",
    ),
    edit(
        "a law without a default",
        "NO_DEFAULT",
        FIRST,
        "witnesses\nWitnesses",
        "witnesses\n    for: uz\n\nWitnesses",
        "/// law",
    ),
    edit(
        "law variants apart from each other",
        "VARIANTS_APART",
        FIRST,
        "/// law | witnesses\n    for",
        "Apart.\n\n/// law | witnesses\n    for",
        "/// law | witnesses\n    for",
    ),
    edit("a callout in the bank", "NOT_IN_BANK", POOL, "[^S1]:", "/// note | banked\nx\n///\n\n[^S1]:", "| banked"),
    edit("text in the bank", "TEXT_IN_BANK", POOL, "[^S1]:", "Some text.\n\n[^S1]:", "Some text."),
    edit("a heading in the bank", "TEXT_IN_BANK", POOL, "[^S1]:", "## Heading\n\n[^S1]:", "## Heading"),
    edit("code in the bank", "TEXT_IN_BANK", POOL, "[^S1]:", "```\nx\n```\n\n[^S1]:", "```\nx"),
    edit("a picture in the bank", "TEXT_IN_BANK", POOL, "[^S1]:", "![A cake](cake.svg)\n\n[^S1]:", "![A cake]"),
]

QUESTIONS = [
    edit(
        "a question without an objective",
        "MISSING_OBJECTIVE",
        FIRST,
        "pairs\n    objective: see-it\n",
        "pairs\n",
        "| pairs",
    ),
    edit("an objective that is not there", "UNKNOWN_OBJECTIVE", POOL, "objective: see-it", "objective: see-all"),
    edit("no tries", "BAD_TRIES", FIRST, "title: The entry", "tries: 0"),
    edit("critical, but neither yes nor no", "BAD_YES_NO", FIRST, "title: The entry", "critical: true"),
    edit("a question that asks nothing", "NO_PROMPT", FIRST, "Which line is right?\n\n", "", "| first-entry"),
    edit("no right option", "NO_RIGHT_OPTION", FIRST, "- [x] This one", "- [ ] This one", "| first-entry"),
    edit("no wrong option", "NO_WRONG_OPTION", FIRST, "- [ ] That one", "- [x] That one", "| first-entry"),
    edit("a single option", "TOO_FEW_OPTIONS", FIRST, "- [ ] That one\n", "", "| first-entry"),
    edit(
        "an option without a mark", "OPTION_WITHOUT_MARK", SECOND, "- [ ] Nothing", "- [ ] Nothing\n- Other", "- Other"
    ),
    edit("an empty option", "EMPTY_OPTION", SECOND, "- [ ] Nothing", "- [ ] Nothing\n- [ ]\n", "- [ ]\n"),
    edit("a mark in a match", "MISPLACED_MARK", FIRST, "- brown =>", "- [x] brown =>"),
    edit("a match row without an arrow", "ROW_WITHOUT_NAME", FIRST, "- => glass", "- => glass\n- red", "- red"),
    edit("a match with one row", "TOO_FEW_ROWS", FIRST, "- white => powder\n", "", "| pairs"),
    edit("a match with the same name everywhere", "ONE_NAME", FIRST, "powder\n- => glass", "cake", "| pairs"),
    edit(
        "a reason under a name that fits nothing", "REASON_WITHOUT_ROW", FIRST, "glass", "glass\n    > Why", "    > Why"
    ),
    edit("an order of one step", "TOO_FEW_STEPS", FIRST, "2. Write\n3. Seal\n", "", "| steps"),
    edit("a number without an answer", "NO_ANSWER", FIRST, "    answer: 2.5\n", "", "| weight"),
    edit("an answer that is no number", "ANSWER_NO_NUMBER", FIRST, "answer: 2.5", "answer: two"),
    edit("a tolerance below 0", "BAD_TOLERANCE", FIRST, "tolerance: 0.1", "tolerance: -1"),
    edit("a list in a number", "LIST_IN_NUMBER", FIRST, "> Weigh it.", "- a\n- b", "- a\n- b\n///\n\nThe last"),
]

TEXT = [
    text("a block of HTML", "RAW_HTML", "<div>words</div>"),
    text("a closing tag of HTML", "RAW_HTML", "words </p>"),
    text("an instruction of HTML", "RAW_HTML", "words <?php ?>"),
    text("a line break tag on the second line", "UNKNOWN_TAG", "some words\nmore<br>words", "more<br>"),
    text("an inline tag with an attribute", "UNKNOWN_TAG", '<bdi class="x">words</bdi>'),
    text("a tag in a table cell", "UNKNOWN_TAG", "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | <b>x |", "<b>x"),
    edit("a tag in an option", "UNKNOWN_TAG", FIRST, "This one", "This <i>one"),
    edit("a tag in the title", "UNKNOWN_TAG", FIRST, "title: First steps", "title: First <i>steps"),
    edit("a tag in the course's title", "UNKNOWN_TAG", COURSE, "A small course", "A <i>small course"),
    text("an HTML comment", "HTML_COMMENT", "words <!-- not yet -->"),
    text("an abbreviation", "ABBREVIATION", "*[HTML]: a language"),
    text("a reference link", "REFERENCE_LINK", "some [words][there]"),
    text("the address of a reference link", "REFERENCE_LINK", "[there]: https://example.org/"),
    text("a heading underlined by =", "SETEXT_HEADING", "Heading\n=======", "======="),
    text("a heading underlined by -", "SETEXT_HEADING", "Heading\n---\n\nx", "---\n\nx"),
    text("a first-level heading", "HEADING_LEVEL", "# Heading"),
    text("a fourth-level heading", "HEADING_LEVEL", "#### Heading"),
    edit("a first-level heading in a block", "HEADING_LEVEL", FIRST, "Something to", "# Oh\n\nSomething to", "# Oh"),
    text("a heading in a list item", "HEADING_LEVEL", "- one\n- ## two", "- ## two"),
    text("a heading without words", "EMPTY_HEADING", "##\n\nx", "##\n\nx"),
    text("a title in an attribute list", "TITLE_ATTRIBUTE", 'words {: title="more" }'),
    text("an event in an attribute list", "UNKNOWN_ATTRIBUTE", 'words {: onclick="x" }'),
    text("an attribute list amid text", "ATTRIBUTES_IN_TEXT", "some *words*{: .x } here"),
    text("a list glued to a paragraph", "GLUED_LIST", "Words:\n- one\n- two", "- one\n- two\n\n["),
    text("a list of numbers glued to a list of bullets", "GLUED_LIST", "- one\n1. two", "1. two"),
    edit("a list glued to a picture", "GLUED_LIST", FIRST, "What lies there.", "- lies"),
    text("numbers with parentheses", "LIST_MARK", "1) one\n2) two", "1) one"),
    text("a number with a parenthesis in a list", "LIST_MARK", "1. one\n2) two", "2) two"),
    text("a paragraph indented by two spaces", "ODD_INDENT", "  words"),
    text("an inner list indented by two spaces", "ODD_INDENT", "- one\n  - two", "  - two"),
    text("an indented paragraph", "INDENTED_CODE", "    words"),
    text("code in a list item", "INDENTED_CODE", "- one\n\n    ```\n    x\n    ```", "    ```"),
    text("a list glued to a paragraph in a list item", "GLUED_LIST", "- one\n\n    Words:\n    - a", "    - a"),
    text("a list glued to a quoted paragraph", "GLUED_LIST", "> Words:\n> - a", "> - a"),
    text("quotations ten deep", "TOO_DEEP", "> Words\n>\n>>>>>>>>>>>>>>>>>>>>>>>>>>>>> Deep", ">>>>"),
    text("code that is not closed", "UNCLOSED_CODE", "~~~\nwords", "~~~"),
    edit(
        "code in a block that is not closed", "UNCLOSED_CODE", FIRST, "Something to", "```\nSomething to", "```\nSome"
    ),
    text("a table without a line under its head", "BROKEN_TABLE", "| a | b |\n| 1 | 2 |", "| a | b |"),
    text("a table glued to a paragraph", "BROKEN_TABLE", "Words:\n| a | b |\n|---|---|\n| 1 | 2 |", "Words:"),
    text("rows glued to a paragraph", "BROKEN_TABLE", "Words:\n| a | b |", "| a | b |"),
    text(
        "a table whose second line is too short",
        "BROKEN_TABLE",
        "| a | b | c |\n|---|---|\n| 1 | 2 | 3 |",
        "|---|---|\n| 1 | 2 | 3",
    ),
    text("a row with too many cells", "UNEVEN_ROW", "| a | b |\n|---|---|\n| 1 | 2 | 3 |", "| 1 | 2 | 3 |"),
    text("a ticked mark in text", "MARK_IN_TEXT", "- one\n- [x] two", "- [x] two"),
    text("strokes in text", "FENCE_IN_TEXT", "some words\n /// note", " /// note"),
    text("more than 2,000 characters", "TOO_LONG", "word " * 401),
    text("40 brackets", "TOO_MANY_BRACKETS", "[^S1]" * 20),
    text("40 marks for emphasis", "TOO_MANY_EMPHASIS_MARKS", "*a* _b_ " * 10),
]

REFERENCES = [
    text("a link to a lesson that is not there", "BROKEN_LINK", "words\n[there](third-steps.md)", "[there]"),
    text("a link without a target", "BROKEN_LINK", "[there]()"),
    text("a link with a script", "UNSAFE_LINK", "[there](javascript:alert(1))"),
    text("a link to a file", "UNSAFE_LINK", "[there](file:///etc/passwd)"),
    text("a link without a scheme", "UNSAFE_LINK", "[there](//example.org/)"),
    text("a citation without a footnote", "UNDEFINED_NOTE", "Words\nand more.[^S9]", "and more.[^S9]"),
    edit("a footnote that nothing refers to", "UNUSED_NOTE", FIRST, "[^S1]: ", "[^S7]: Seven.\n[^S1]: ", "[^S7]"),
    edit("a footnote twice", "SAME_NOTE", FIRST, "[^S2]: ", "[^S1]: Again.\n[^S2]: ", "[^S1]: Again."),
    edit(
        "a footnote without words", "EMPTY_NOTE", FIRST, "[^S1]: The first source.", "[^S1]:\n\n[^S1]: One.", "[^S1]:\n"
    ),
    edit("a footnote in a block", "NOTE_IN_BLOCK", FIRST, "- a\n- b", "[^S3]: Three.", "[^S3]"),
    edit("a citation in a footnote", "NOTE_IN_NOTE", FIRST, "The first source.", "As before.[^S2]"),
    edit("a citation in the title", "NOTE_WITHOUT_PLACE", FIRST, "title: First steps", "title: First[^S1]"),
    edit("a citation in an objective", "NOTE_WITHOUT_PLACE", FIRST, "Describe a find", "Describe a find[^S1]"),
    edit("a citation in an alternative text", "NOTE_WITHOUT_PLACE", FIRST, "beside a scale", "beside a scale[^S1]"),
    text("a fact that no country has", "UNKNOWN_FACT", "Words:\n{{ witnes_rule }}", "{{ witnes_rule }}"),
    text("a fact with a capital", "BROKEN_FACT", "Words: {{ Witness }}"),
    text("a fact whose braces are not closed", "BROKEN_FACT", "Words: {{ witness_rule"),
    far("a fact that one country lacks", "MISSING_FACT", (KZ, "  witness_rule:", "  other:"), FIRST, "{{ witness_rule"),
    edit("a fact in a fact", "UNKNOWN_FACT", KZ, "Two adults.", "'Two: {{ witness_rule }}'"),
    edit("a missing picture", "MISSING_MEDIA", FIRST, "(cake.svg)", "(cakes.svg)"),
    edit("a picture outside the folder", "BAD_MEDIA_NAME", FIRST, "(cake.svg)", "(../small/cake.svg)"),
    far("a picture without a size", "UNKNOWN_PICTURE", (CAKE, "viewBox", "box"), FIRST, "![A brown cake"),
    far("a picture of size 0", "UNKNOWN_PICTURE", (CAKE, "960", "0"), FIRST, "![A brown cake"),
    far("a picture without a credit", "MISSING_CREDIT", (CREDITS, "cake.svg:", "cakes.svg:"), FIRST, "![A brown cake"),
    edit("a credit without a licence", "MISSING_FIELD", CREDITS, "  licence: CC BY 4.0\n", "", "cake.svg"),
    edit("a picture without an alternative text", "MISSING_ALT", FIRST, "![A brown cake beside a scale]", "![]"),
    edit(
        "an alternative text that is the file's name", "ALT_IS_NAME", FIRST, "[A brown cake beside a scale]", "[Cake]"
    ),
    text("a picture amid text", "PICTURE_IN_TEXT", "Words\nand ![a cake](cake.svg)", "and ![a cake]"),
]

FRONT_MATTER = [
    edit("no front matter", "NO_FRONT_MATTER", SECOND, "---\ntitle", "title"),
    edit("front matter that does not end", "NO_FRONT_MATTER", SECOND, "next\n---\n", "next\n", "---\n"),
    edit("a colon in an unquoted title", "NOT_YAML", FIRST, "title: First steps", "title: First: steps"),
    edit("a tab in the front matter of a course", "NOT_YAML", COURSE, "  final:", "\tfinal:"),
    edit("a field twice", "NOT_YAML", FIRST, "minutes: 20", "minutes: 20\nminutes: 30", "minutes: 30"),
    edit("an impossible date", "NOT_YAML", KZ, "2026-11-01", "2026-13-41", "name:"),
    edit("an anchor", "CLEVER_YAML", FIRST, "title: First steps", "title: &it First steps"),
    edit("a tag", "CLEVER_YAML", FIRST, "title: First steps", "title: !!python/name:os.system x"),
    edit("a YAML version", "CLEVER_YAML", COURSE, "title: A small", "%YAML 1.1\n---\ntitle: A small", "---"),
    edit("deep nesting", "CLEVER_YAML", FIRST, "title: First steps", f"title: {'[' * 400}"),
    edit("front matter without fields", "NO_FIELDS", POOL, "title: A pool", "A pool"),
    edit("a missing title", "MISSING_FIELD", SECOND, "title: Second steps\n", "", "minutes"),
    edit("a field that is not known", "UNKNOWN_FIELD", FIRST, "minutes: 20", "minutes: 20\nlevel: 1", "level: 1"),
    edit(
        "a field of a test that is not known",
        "UNKNOWN_FIELD",
        COURSE,
        "attempts: 2",
        "attempts: 2\n    time: 1",
        "time: 1",
    ),
    edit(
        "a field of a fact that is not known",
        "UNKNOWN_FIELD",
        KZ,
        "source: S1",
        "source: S1\n    colour: red",
        "colour",
    ),
    edit("an empty title", "WRONG_FIELD", FIRST, "title: First steps", "title: ''"),
    edit("a title that is a list", "WRONG_FIELD", FIRST, "title: First steps", "title: [First, steps]"),
    edit("a language that nobody speaks here", "UNKNOWN_LANGUAGE", COURSE, "language: en", "language: zz"),
    edit("a language that is no code", "WRONG_FIELD", COURSE, "language: en", "language: English"),
    edit("minutes in words", "BAD_MINUTES", FIRST, "minutes: 20", "minutes: twenty"),
    edit("no minutes at all", "BAD_MINUTES", FIRST, "minutes: 20", "minutes: 0"),
    edit("half a minute", "BAD_MINUTES", FIRST, "minutes: 20", "minutes: 0.5"),
    edit("no objectives", "NO_OBJECTIVES", SECOND, "objectives:\n  go-on: Name what comes next", "objectives: {}"),
    edit(
        "seven objectives",
        "TOO_MANY_OBJECTIVES",
        FIRST,
        "  say-it:",
        "".join(f"  o{n}: Say {n}\n" for n in range(5)) + "  say-it:",
        "objectives:",
    ),
    edit("an objective with a wrong id", "BAD_ID", SECOND, "go-on: Name", "Go: Name"),
    edit("an objective without words", "WRONG_FIELD", SECOND, "go-on: Name what comes next", "go-on:"),
    edit(
        "an objective in two lessons",
        "SAME_OBJECTIVE",
        SECOND,
        "  go-on: Name",
        "  see-it: See it\n  go-on: Name",
        "see-it",
    ),
    edit(
        "an objective without a question",
        "OBJECTIVE_WITHOUT_QUESTION",
        FIRST,
        "  say-it:",
        "  do-it: Do it\n  say-it:",
        "do-it",
    ),
]

COURSES = [
    edit("a mastery score in per cent", "BAD_MASTERY_SCORE", COURSE, "mastery_score: 0.8", "mastery_score: 80"),
    edit("a mastery score of nothing", "BAD_MASTERY_SCORE", COURSE, "mastery_score: 0.8", "mastery_score: 0"),
    edit("no attempts", "BAD_ATTEMPTS", COURSE, "attempts: 2", "attempts: 0"),
    edit("a test with the id of a lesson", "TEST_LIKE_LESSON", COURSE, "  final:", "  first-steps:"),
    edit("a draw of nothing", "BAD_DRAW", COURSE, "pool: 1", "pool: 0"),
    edit("a pool that is not there", "UNKNOWN_POOL", COURSE, "pool: 1", "poll: 1"),
    edit("a pool with too few questions", "POOL_TOO_SMALL", COURSE, "pool: 1", "pool: 3"),
    whole("a folder without course.yaml", "NO_COURSE_FILE", COURSE, Path.unlink),
    whole("a course without lessons", "NO_LESSONS", COURSE, without_lessons),
    whole("two lessons with one number", "SAME_NUMBER", "courses/small/02-third-steps.md", third),
    whole("two lessons with one id", "SAME_LESSON", "courses/small/03-second-steps.md", third),
    whole("a lesson without a number", "LESSON_WITHOUT_NUMBER", "courses/small/third.md", renamed("third.md")),
    whole("a bank file with a capital", "BAD_POOL_NAME", "courses/small/bank/More.md", renamed("More.md")),
    whole(
        "a country with a long name", "BAD_COUNTRY_FILE", "courses/jurisdictions/utopia.yaml", renamed("utopia.yaml")
    ),
    whole(
        "a file in another encoding", "NOT_UTF8", FIRST, lambda path: path.write_bytes("---\nMüll".encode("latin-1")), 2
    ),
    whole("a file with a NUL", "NUL", COURSE, lambda path: path.write_bytes(b"title:\n\0"), 2),
    whole("a file that is too large", "FILE_TOO_LARGE", POOL, lambda path: path.write_bytes(b"x" * 600_000)),
    whole("a link that leads out of the folder", "OUTSIDE", SECOND, linked),
]
CASES = [*BLOCKS, *QUESTIONS, *TEXT, *REFERENCES, *FRONT_MATTER, *COURSES]
