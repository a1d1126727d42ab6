"""Made-up translations: words change, everything else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbt.content.pseudo import PROTECTED, identity, pseudo


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("See `git log` now", "`git log`"),
        ("See ``a ` b`` now", "``a ` b``"),
        ("See [here](safety-first.md)", "](safety-first.md)"),
        ("See [here](https://a.org/(b)c)", "](https://a.org/(b)c)"),
        ("See <https://a.org>", "<https://a.org>"),
        ("Witnesses: {{ witness_rule }}", "{{ witness_rule }}"),
        ("Rose.[^S58]", "[^S58]"),
        ("*чарс*{: lang=fa dir=rtl }", "{: lang=fa dir=rtl }"),
        ("H<sub>2</sub>O", "</sub>"),
        ("a &lt; b", "&lt;"),
        ("a \\n b", "\\n"),
    ],
)
def test_what_is_no_language_stays(text, same):
    assert same in pseudo(text)


def test_words_get_accents():
    assert pseudo("Brown **mass**").startswith("ßŕöŵñ **ṁášš** ")


@given(st.text(min_size=1, max_size=60))
def test_every_text_grows_by_two_fifths_and_keeps_its_marks(text):
    changed = pseudo(text)
    assert len(changed) >= 1.4 * len(text) - 1
    assert [match[0] for match in PROTECTED.finditer(text)] == [match[0] for match in PROTECTED.finditer(changed)][
        : len(PROTECTED.findall(text))
    ]


def test_identity_is_identity():
    assert identity("a **b**") == "a **b**"
