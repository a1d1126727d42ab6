"""Every way a block can be wrong: one named Mistake each, with its code, its sentence and its mending."""

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
REASON_BEFORE_ITEM = Mistake(
    "reason-before-item",
    N_("Block {block} has its general reason before an item of its list."),
    N_("Indent the line with “>” by 4 spaces if it is about the item above it; the general reason stands last."),
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
REASON_WITHOUT_ROW = Mistake(
    "reason-without-row",
    N_("Question {block} has a reason under a name that fits nothing, where nobody would read it."),
    N_("Put it under a row, or at the end of the block as the general reason."),
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
