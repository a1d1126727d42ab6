"""Filling in a question on a page, rightly or not, as the course's keys say."""

from playwright.sync_api import Locator, Page

from cbt.content.blocks.question import Question
from cbt.content.course import Course


def form_of(page: Page, question: Question) -> Locator:
    """Return a lesson's form of a question."""
    return page.locator(f"#q-{question.id} form")


def fill_in(form: Locator, question: Question) -> None:
    """Put the right answer into a form, without sending it."""
    if question.kind == "number":
        form.locator("[name=response]").fill(str(question.key.answer))
    elif question.kind == "choice":
        for option in sorted(question.key.right):
            form.locator(f"[name=response][value='{option}']").check()
    else:
        for part, value in question.key.right.items():
            form.locator(f"[name='response-{part}']").select_option(value)


def fill_in_wrongly(form: Locator, question: Question) -> str:
    """Choose one option of a choice that is not right; return its id."""
    option: str = next(part.id for part in question.shown.options if part.id not in question.key.right)
    form.locator(f"[name=response][value='{option}']").check()
    return option


def send(form: Locator) -> None:
    """Press the form's own button."""
    form.locator(".question-foot button[type=submit]").click()


def of_bank(course: Course, form: Locator) -> Question:
    """Return the bank's question that a form of the test shows: the one with its words and its parts."""
    shown = form.locator("legend").inner_text().strip(), parts_shown(form)
    found = [q for pool in course.bank.values() for q in pool.questions.values() if (plain(q), parts(q)) == shown]
    assert len(found) == 1, shown
    return found[0]


def parts_shown(form: Locator) -> set[str]:
    """Return the values of a form's options, or the names of its lists; nothing for a number."""
    fields = form.locator("input[type=radio], input[type=checkbox], select")
    found: list[str] = fields.evaluate_all("all => all.map(one => one.tagName === 'SELECT' ? one.name : one.value)")
    return {name.removeprefix("response-") for name in found}


def parts(question: Question) -> set[str]:
    """Return the ids of a question's options or parts; nothing for a number."""
    if question.kind == "number":
        return set()
    return {part.id for part in question.shown.options} if question.kind == "choice" else set(question.key.right)


def plain(question: Question) -> str:
    """Return what a question asks without Markdown's marks."""
    words: str = question.shown.prompt.question.source
    return words.replace("*", "").replace("`", "").strip()
