"""Every way the files of a course can be wrong: encoding, YAML, front matter, and what the files must agree on."""

from cbt.errors import N_, Mistake

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
TEST_LIKE_LESSON = Mistake(
    "test-like-lesson",
    N_("The test “{test}” has the id of a lesson."),
    N_("Give it another id: a course calls each of its parts by a name of its own."),
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
UNKNOWN_LANGUAGE = Mistake(
    "unknown-language",
    N_("There is no language “{language}”."),
    N_("Use one of: {known}."),
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
