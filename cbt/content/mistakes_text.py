"""Every way the text of a lesson can be wrong: what the dialect refuses, links, notes, facts and pictures."""

from cbt.errors import N_, Mistake

# Text -----------------------------------------------------------------------------------------------------------------

RAW_HTML = Mistake(
    "raw-html",
    N_("The text begins a piece of HTML: “{found}”."),
    N_("Write it in Markdown; a “<” that is meant as a sign is written “&lt;”."),
)
UNKNOWN_TAG = Mistake(
    "unknown-tag",
    N_("The text holds the tag “{found}”."),
    N_("Only <sub>, <sup>, <bdi> and <kbd> are allowed, without attributes; a “<” that is meant as a sign is “&lt;”."),
)
HTML_COMMENT = Mistake(
    "html-comment",
    N_("The text holds an HTML comment."),
    N_("Take it out: learners could read it in the page's source."),
)
ABBREVIATION = Mistake(
    "abbreviation",
    N_("The text defines an abbreviation: “{found}”."),
    N_("Write the words out where the abbreviation is first used."),
)
REFERENCE_LINK = Mistake(
    "reference-link",
    N_("The text holds a link by reference: “{found}”."),
    N_("Put the address behind the words: “[words](https://...)”."),
)
SETEXT_HEADING = Mistake(
    "setext-heading",
    N_("A line is underlined to make it a heading."),
    N_("Begin the heading with “## ” and take the underline out; a dividing line needs an empty line above it."),
)
HEADING_LEVEL = Mistake(
    "heading-level",
    N_("A heading is of a level that lessons do not have."),
    N_("Begin it with “## ” or “### ”; the title is in the front matter. A “#” as a sign is written “\\#”."),
)
EMPTY_HEADING = Mistake(
    "empty-heading",
    N_("A heading has no words."),
    N_("Write them on the same line, or take the marks out."),
)
TITLE_ATTRIBUTE = Mistake(
    "title-attribute",
    N_("An attribute list holds a title."),
    N_("Write the words into the text: few people ever see a title."),
)
UNKNOWN_ATTRIBUTE = Mistake(
    "unknown-attribute",
    N_("An attribute list holds “{attribute}”."),
    N_("Only classes (“.name”), “lang=” and “dir=” are allowed, at the end of a paragraph, heading or item."),
)
GLUED_LIST = Mistake(
    "glued-list",
    N_("A list begins directly under other text, so it would be printed as text."),
    N_("Put an empty line before it. If it is no list, let the line begin with another word."),
)
LIST_MARK = Mistake(
    "list-mark",
    N_("A list is numbered with “{found}”, so it would be printed as text."),
    N_("Write the number with a point: “1.”."),
)
ODD_INDENT = Mistake(
    "odd-indent",
    N_("A line begins with 1 to 3 spaces."),
    N_("Use 4 spaces for what belongs to the list item above, none for what does not."),
)
INDENTED_CODE = Mistake(
    "indented-code",
    N_("Text is indented by 4 spaces or more, so it would be shown as program code."),
    N_("Begin it at the left margin. Real code stands between two lines of “```”."),
)
TOO_DEEP = Mistake(
    "too-deep",
    N_("Lists or quotations stand inside each other more than 6 deep."),
    N_("Divide them: two levels are read easily, three seldom."),
)
UNCLOSED_CODE = Mistake(
    "unclosed-code",
    N_("Code begins here and is not closed."),
    N_("Put a line with “{fence}” alone after its last line."),
)
BROKEN_TABLE = Mistake(
    "broken-table",
    N_("Lines with “|” do not make a table, so they would be printed as text."),
    N_("Put an empty line before the table, and a line such as “|---|---|” under its first row."),
)
UNEVEN_ROW = Mistake(
    "uneven-row",
    N_("A row of a table has {cells} cells, but the table has {columns} columns."),
    N_("Add or take out a “|”. Inside a cell it is written “\\|”."),
)
MARK_IN_TEXT = Mistake(
    "mark-in-text",
    N_("“{found}” stands in text where nothing can be ticked."),
    N_("Put options into a block “/// choice | id”, or take the mark out."),
)
FENCE_IN_TEXT = Mistake(
    "fence-in-text",
    N_("“///” stands inside text."),
    N_("Let the line of a block begin with it; take it out if no block is meant."),
)
ATTRIBUTES_IN_TEXT = Mistake(
    "attributes-in-text",
    N_("An attribute list stands inside text: “{found}”."),
    N_("Put it at the end of the paragraph, heading or item, or take it out."),
)
TOO_LONG = Mistake(
    "too-long",
    N_("A piece of text has {count} characters."),
    N_("Divide it: a piece may have 2,000."),
)
TOO_MANY_BRACKETS = Mistake(
    "too-many-brackets",
    N_("A piece of text has {count} square brackets."),
    N_("Divide it: a piece may have 39."),
)
TOO_MANY_EMPHASIS_MARKS = Mistake(
    "too-many-emphasis-marks",
    N_("A piece of text has {count} marks for emphasis."),
    N_("Divide it or emphasise less: a piece may have 39."),
)

# Links, notes, facts --------------------------------------------------------------------------------------------------

BROKEN_LINK = Mistake(
    "broken-link",
    N_("A link leads to “{target}”, which is no lesson of this course."),
    N_("Use one of: {known}."),
)
UNSAFE_LINK = Mistake(
    "unsafe-link",
    N_("A link leads to “{target}”."),
    N_("A link begins with “https://”, “http://”, “mailto:” or “tel:”, or is the file name of a lesson."),
)
UNDEFINED_NOTE = Mistake(
    "undefined-note",
    N_("The footnote “{note}” has no words."),
    N_("Write “[^{note}]: ...” at the end of the file."),
)
UNUSED_NOTE = Mistake(
    "unused-note",
    N_("Nothing in the text refers to the footnote “{note}”."),
    N_("Put “[^{note}]” behind the sentence it belongs to, or take the footnote out."),
)
SAME_NOTE = Mistake(
    "same-note",
    N_("The footnote “{note}” is written twice."),
    N_("Keep one of them."),
)
EMPTY_NOTE = Mistake(
    "empty-note",
    N_("The footnote “{note}” is empty."),
    N_("Write the source on the same line."),
)
NOTE_IN_BLOCK = Mistake(
    "note-in-block",
    N_("The footnote “{note}” is written inside a block."),
    N_("Move its line to the end of the file."),
)
NOTE_IN_NOTE = Mistake(
    "note-in-note",
    N_("A footnote refers to a footnote: “{note}”."),
    N_("Write the source out, or put both references behind the sentence."),
)
NOTE_WITHOUT_PLACE = Mistake(
    "note-without-place",
    N_("A footnote “{note}” stands where no footnotes are."),
    N_("Footnotes belong into the text of lessons and bank files, not into titles, objectives or alternative texts."),
)
UNKNOWN_FACT = Mistake(
    "unknown-fact",
    N_("The fact “{fact}” is in no file of courses/jurisdictions."),
    N_("Use one of: {known}."),
)
BROKEN_FACT = Mistake(
    "broken-fact",
    N_("“{found}” is no fact."),
    N_("Write the key of a fact in two pairs of braces: “{{{{ key }}}}”."),
)
MISSING_FACT = Mistake(
    "missing-fact",
    N_("The fact “{fact}” is missing for: {countries}."),
    N_("Add it to the files of these countries in courses/jurisdictions."),
)

# Pictures -------------------------------------------------------------------------------------------------------------

MISSING_MEDIA = Mistake(
    "missing-media",
    N_("The picture “{file}” is not in the folder media/{folder}."),
    N_("Put it there, or mend its name."),
)
BAD_MEDIA_NAME = Mistake(
    "bad-media-name",
    N_("“{file}” can not be the name of a picture."),
    N_("Use small letters, digits, points and hyphens, without a folder, such as “opium-cake.svg”."),
)
UNKNOWN_PICTURE = Mistake(
    "unknown-picture",
    N_("The file “{file}” is no SVG picture that says its size."),
    N_("Save it as SVG with a “viewBox”."),
)
MISSING_CREDIT = Mistake(
    "missing-credit",
    N_("The picture “{file}” has no entry in credits.yaml."),
    N_("Add its author and licence there."),
)
MISSING_ALT = Mistake(
    "missing-alt",
    N_("The picture “{file}” has no alternative text."),
    N_("Say between “![” and “]” what it shows, for someone who can not see it."),
)
ALT_IS_NAME = Mistake(
    "alt-is-name",
    N_("The alternative text of the picture “{file}” is only its file name."),
    N_("Say what the picture shows, for someone who can not see it."),
)
PICTURE_IN_TEXT = Mistake(
    "picture-in-text",
    N_("A picture stands inside text."),
    N_("Put “![what it shows](file.svg)” alone on a line after an empty line; its caption follows on the next line."),
)
