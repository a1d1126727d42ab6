"""Every way a course file can be wrong: one named Mistake each, with its code, its sentence and its mending."""

from cbt.errors import N_, Mistake

# Blocks of every kind -------------------------------------------------------------------------------------------------

UNKNOWN_OPTION = Mistake(
    "unknown-option",
    N_("Block {block} has an option “{option}” that its kind does not know."),
    N_("Take it out, or use one of: {known}."),
)
EMPTY_BLOCK = Mistake(
    "empty-block",
    N_("Block {block} has nothing in it."),
    N_("Write its text between the head and the closing “///”, or take the block out."),
)
TEXT_AFTER_LIST = Mistake(
    "text-after-list",
    N_("Block {block} has text after its list."),
    N_("Put it above the list, or begin the line with “>” if it is the reason."),
)
SAME_ITEM_ID = Mistake(
    "same-item-id",
    N_("Block {block} has two items with the id “{item}”."),
    N_("Give each item an id of its own, or leave the ids out."),
)
UNKNOWN_COUNTRY = Mistake(
    "unknown-country",
    N_("Block {block} is for “{country}”, which is no country code."),
    N_("Write the two small letters of the country's file in courses/jurisdictions, such as “kz”."),
)

# Questions ------------------------------------------------------------------------------------------------------------

MISSING_OBJECTIVE = Mistake(
    "missing-objective",
    N_("Question {block} does not say which objective it is about."),
    N_("Add “    objective: ...” under its head with the id of an objective of a lesson."),
)
UNKNOWN_OBJECTIVE = Mistake(
    "unknown-objective",
    N_("Question {block} is about the objective “{objective}”, which is not there."),
    N_("Use one of: {known}."),
)
BAD_TRIES = Mistake(
    "bad-tries",
    N_("Question {block} has “{value}” as its number of tries."),
    N_("Write a whole number from 1 to 9."),
)
BAD_YES_NO = Mistake(
    "bad-yes-no",
    N_("Block {block} has “{value}” as its option “{option}”."),
    N_("Write “yes” or “no”."),
)
NO_PROMPT = Mistake(
    "no-prompt",
    N_("Question {block} does not ask anything."),
    N_("Write the question above the list."),
)
NO_RIGHT_OPTION = Mistake(
    "no-right-option",
    N_("Question {block} has no right option."),
    N_("Mark what is right with “- [x]”."),
)
NO_WRONG_OPTION = Mistake(
    "no-wrong-option",
    N_("Question {block} has no wrong option: every choice is right."),
    N_("Add an option that begins with “- [ ]”."),
)
TOO_FEW_OPTIONS = Mistake(
    "too-few-options",
    N_("Question {block} has fewer than 2 options."),
    N_("Write at least two, each on a line that begins with “- [ ]” or “- [x]”."),
)
OPTION_WITHOUT_MARK = Mistake(
    "option-without-mark",
    N_("Question {block} has an option that is marked neither right nor wrong."),
    N_("Begin the line with “- [x]” if it is right, with “- [ ]” if it is wrong."),
)
EMPTY_OPTION = Mistake(
    "empty-option",
    N_("Question {block} has a line in its list without words."),
    N_("Write its words on the same line, or take the line out."),
)
MISPLACED_MARK = Mistake(
    "misplaced-mark",
    N_("Block {block} has a mark such as “[x]” where its kind has none."),
    N_("Take the mark out, or make the block a “choice”."),
)
ROW_WITHOUT_NAME = Mistake(
    "row-without-name",
    N_("Question {block} has a row without a name after “=>”."),
    N_("Write “- description => name”, or “- => name” for a name that fits nothing."),
)
TOO_FEW_ROWS = Mistake(
    "too-few-rows",
    N_("Question {block} has fewer than 2 rows to match."),
    N_("Write at least two lines such as “- description => name”."),
)
TOO_FEW_STEPS = Mistake(
    "too-few-steps",
    N_("Question {block} has fewer than 2 steps to put in order."),
    N_("Write at least two lines that begin with “1.”, “2.” and so on, in the right order."),
)
NO_ANSWER = Mistake(
    "no-answer",
    N_("Question {block} does not say what its answer is."),
    N_("Add “    answer: ...” under its head with the right number."),
)
ANSWER_NO_NUMBER = Mistake(
    "answer-no-number",
    N_("Question {block} has “{value}” as its answer, which is no number."),
    N_("Write digits, with a point before decimals, such as “2.5”."),
)
BAD_TOLERANCE = Mistake(
    "bad-tolerance",
    N_("Question {block} has “{value}” as its tolerance."),
    N_("Write a number of 0 or more, with a point before decimals."),
)
ONE_NAME = Mistake(
    "one-name",
    N_("Question {block} has one and the same name for every row, so there is nothing to choose."),
    N_("Add a row with another name, or a name that fits nothing: “- => name”."),
)
LIST_IN_NUMBER = Mistake(
    "list-in-number",
    N_("Question {block} has a list, but it asks for a number."),
    N_("Write the list as a sentence or a table, or make the block a “choice”."),
)

# Where blocks begin and end -------------------------------------------------------------------------------------------

UNKNOWN_KIND = Mistake(
    "unknown-kind",
    N_("Block {block} is of the kind “{kind}”, which is not there."),
    N_("Use one of: {known}."),
)
BROKEN_HEAD = Mistake(
    "broken-head",
    N_("The line “{head}” is no head of a block."),
    N_("Write “/// kind | block-id”."),
)
MISSING_ID = Mistake(
    "missing-id",
    N_("A block of the kind “{kind}” has no id."),
    N_("Write “/// {kind} | block-id” with an id that no other block of the course has."),
)
BAD_ID = Mistake(
    "bad-id",
    N_("“{id}” can not be an id."),
    N_("Use small letters a to z, digits and hyphens, and begin with a letter, such as “first-entry”."),
)
DUPLICATE_ID = Mistake(
    "duplicate-id",
    N_("The block id “{block}” is also at {other}."),
    N_("Give one of the two blocks another id. If officers have learned with one already, change the other."),
)
BROKEN_OPTION = Mistake(
    "broken-option",
    N_("A line under the head of block {block} is no option."),
    N_("Indent options by 4 spaces and write “name: value”; leave an empty line before the text."),
)
SAME_OPTION = Mistake(
    "same-option",
    N_("Block {block} has the option “{option}” twice."),
    N_("Keep one of them."),
)
UNCLOSED_BLOCK = Mistake(
    "unclosed-block",
    N_("The block “{head}” is not closed."),
    N_("Put a line with “///” alone after its last line."),
)
LEFT_OVER_FENCE = Mistake(
    "left-over-fence",
    N_("“///” stands here, but no block is open."),
    N_("Take it out, or look whether a block above was closed too early."),
)
BLOCK_IN_BLOCK = Mistake(
    "block-in-block",
    N_("A block begins inside another block."),
    N_("Put one after the other: blocks may not contain blocks."),
)
NO_DEFAULT = Mistake(
    "no-default",
    N_("Block {block} has variants for countries, but none for all other countries."),
    N_("Add a block with the same kind and id and without “for”."),
)
VARIANTS_APART = Mistake(
    "variants-apart",
    N_("The variants of block {block} do not stand one after another."),
    N_("Move this one directly under the others."),
)
NOT_IN_BANK = Mistake(
    "not-in-bank",
    N_("Block {block} is a “{kind}”, but a bank file holds questions only."),
    N_("Move it into a lesson."),
)
TEXT_IN_BANK = Mistake(
    "text-in-bank",
    N_("A bank file holds text outside its questions."),
    N_("Move it into a question or into a lesson."),
)

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

# Front matter and YAML ------------------------------------------------------------------------------------------------

NO_FRONT_MATTER = Mistake(
    "no-front-matter",
    N_("The file has no front matter."),
    N_("Begin it with a line “---”, then title and so on, then again “---”."),
)
NOT_YAML = Mistake(
    "not-yaml",
    N_("This can not be read as YAML: {reason}."),
    N_("Write “name: value”. Put the value in quotes if it holds a colon; indent by spaces, not tabs."),
)
CLEVER_YAML = Mistake(
    "clever-yaml",
    N_("Anchors (&), references (*), tags (!), directives (%) and deep nesting are not allowed."),
    N_("Write the value out; put it in quotes if it begins with such a sign."),
)
NO_FIELDS = Mistake(
    "no-fields",
    N_("There are no fields here."),
    N_("Write “name: value”, one on a line."),
)
MISSING_FIELD = Mistake(
    "missing-field",
    N_("The field “{field}” is missing."),
    N_("Add it."),
)
UNKNOWN_FIELD = Mistake(
    "unknown-field",
    N_("The field “{field}” is not known."),
    N_("Take it out, or use one of: {known}."),
)
WRONG_FIELD = Mistake(
    "wrong-field",
    N_("The field “{field}” has a wrong value."),
    N_("Write {expected}."),
)
BAD_MINUTES = Mistake(
    "bad-minutes",
    N_("The minutes are “{value}”."),
    N_("Write a whole number of 1 or more."),
)
NO_OBJECTIVES = Mistake(
    "no-objectives",
    N_("The lesson has no objectives."),
    N_("Write 1 to 6, each as “id: What the learner can do” and indented under “objectives:”."),
)
TOO_MANY_OBJECTIVES = Mistake(
    "too-many-objectives",
    N_("The lesson has more than 6 objectives."),
    N_("Divide the lesson, or keep the 6 that matter."),
)
SAME_OBJECTIVE = Mistake(
    "same-objective",
    N_("The objective “{objective}” is also at {other}."),
    N_("Give one of the two another id: questions in the bank name objectives by id alone."),
)
OBJECTIVE_WITHOUT_QUESTION = Mistake(
    "objective-without-question",
    N_("No question is about the objective “{objective}”."),
    N_("Write one in a lesson or in the bank, or take the objective out."),
)

# The course -----------------------------------------------------------------------------------------------------------

BAD_MASTERY_SCORE = Mistake(
    "bad-mastery-score",
    N_("The mastery score is “{value}”."),
    N_("Write the share of points that must be reached, above 0 and up to 1, such as 0.8."),
)
BAD_ATTEMPTS = Mistake(
    "bad-attempts",
    N_("The number of attempts is “{value}”."),
    N_("Write a whole number of 1 or more."),
)
BAD_DRAW = Mistake(
    "bad-draw",
    N_("What the test draws is “{value}”."),
    N_("Write “bank-file: number” for at least one bank file, each number 1 or more."),
)
UNKNOWN_POOL = Mistake(
    "unknown-pool",
    N_("The test draws from “{pool}”, which is no bank file."),
    N_("Use one of: {known}."),
)
POOL_TOO_SMALL = Mistake(
    "pool-too-small",
    N_("The test draws {wanted} questions from “{pool}”, which has {there}."),
    N_("Write more questions, better twice as many as are drawn, or draw fewer."),
)
NO_COURSE_FILE = Mistake(
    "no-course-file",
    N_("The folder has no course.yaml."),
    N_("Add it with title, summary, language and code."),
)
NO_LESSONS = Mistake(
    "no-lessons",
    N_("The course has no lesson."),
    N_("Add a file such as “01-first-steps.md” beside course.yaml."),
)
LESSON_WITHOUT_NUMBER = Mistake(
    "lesson-without-number",
    N_("“{file}” is no name of a lesson's file."),
    N_("Name it by its place and its id, such as “01-first-steps.md”."),
)
SAME_NUMBER = Mistake(
    "same-number",
    N_("The lesson has the same number as {other}."),
    N_("Give each lesson a number of its own at the beginning of its file name."),
)
SAME_LESSON = Mistake(
    "same-lesson",
    N_("The lesson has the same id as {other}."),
    N_("Name one of the two files otherwise behind its number."),
)
BAD_POOL_NAME = Mistake(
    "bad-pool-name",
    N_("“{file}” is no name of a bank file."),
    N_("Use small letters, digits and hyphens, such as “field-tests.md”."),
)
BAD_COUNTRY_FILE = Mistake(
    "bad-country-file",
    N_("“{file}” is no name of a country's file."),
    N_("Name it by the two small letters of the country's code, such as “kz.yaml”."),
)

# Files ----------------------------------------------------------------------------------------------------------------

NOT_UTF8 = Mistake(
    "not-utf8",
    N_("The file is not in UTF-8."),
    N_("Save it again with the encoding UTF-8."),
)
NUL = Mistake(
    "nul",
    N_("The file holds a NUL character, so it is no text."),
    N_("Save it again as plain text."),
)
FILE_TOO_LARGE = Mistake(
    "file-too-large",
    N_("The file is larger than {kilobytes} kilobytes."),
    N_("Divide it."),
)
OUTSIDE = Mistake(
    "outside",
    N_("The file is no plain file of this folder."),
    N_("Put the file itself here instead of a link to it."),
)
REASON_WITHOUT_ROW = Mistake(
    "reason-without-row",
    N_("Question {block} has a reason under a name that fits nothing, where nobody would read it."),
    N_("Put it under a row, or at the end of the block as the general reason."),
)
