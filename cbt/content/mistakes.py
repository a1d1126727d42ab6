"""Every way a course file can be wrong: one named Mistake each, with its code, its sentence and its mending."""

from cbt.errors import N_, Mistake

UNKNOWN_OPTION = Mistake(
    "unknown-option",
    N_("Block {block} has an option “{option}” that its kind does not know."),
    N_("Take it out, or use one of: {known}."),
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
