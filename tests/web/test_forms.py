"""What forms say about wrong fields is said in the reader's language, also where WTForms would say it by itself."""

import re

import pytest
import wtforms
from werkzeug.datastructures import MultiDict

from cbt.language.catalogues import path_of, read
from cbt.language.messages import TRANSLATIONS
from cbt.web.forms import NOT_IN_LIST, TOO_LONG, Form

NONSENSE = ("", "x", "x" * 1000, "\x00", "-1", "9" * 400, "31.02.2026", "00000000-0000-0000-0000-000000000000")
VALUE = re.compile(r"%\\\(\w+\\\)[sd]|\\\{\w+\\\}")


def every_form(base=Form):
    """Yield every class of form that the application has."""
    for form in base.__subclasses__():
        yield form
        yield from every_form(form)


@pytest.fixture
def said(classroom):
    """All that any form says about nonsense to a reader of Russian: pairs of a form and a sentence."""
    found = set()
    for form in every_form():
        for text in NONSENSE:
            sent = MultiDict({field.name: text for field in _open(classroom, form, MultiDict())})
            found |= {(form, sentence) for field in _open(classroom, form, sent) for sentence in field.errors}
    return found


def _open(classroom, form, sent):
    headers = {"Accept-Language": "ru"}
    with classroom.app.test_request_context("/", method="POST", headers=headers):
        filled = form(formdata=sent, meta={"csrf": False})
        for field in filled:
            if isinstance(field, wtforms.SelectField):
                field.choices = [("", "None")]
        filled.sent()
        return list(filled)


def test_every_sentence_about_a_wrong_field_is_in_our_catalogue(said):
    catalogue = read(path_of(TRANSLATIONS, "ru"))
    patterns = (VALUE.sub(".*", re.escape(entry.msgstr)) for entry in catalogue if entry.msgstr)
    ours = re.compile("|".join(patterns), re.DOTALL)
    assert {one for one in said if not ours.fullmatch(one[1])} == set()


def test_the_walk_meets_what_wtforms_says_by_itself(said):
    assert {form for form, _ in said} == set(every_form())
    sentences = {sentence for _, sentence in said}
    catalogue = {entry.msgid: entry.msgstr for entry in read(path_of(TRANSLATIONS, "ru"))}
    assert catalogue[NOT_IN_LIST] in sentences
    assert catalogue[TOO_LONG] % {"max": 80} in sentences
