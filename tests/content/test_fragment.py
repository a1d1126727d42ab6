"""Fragments on their way to disk and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbt.content.fragment import Fragment, RenderedBlock, RenderedNote, fragment_from_json, fragment_to_json

TEXT = st.text(max_size=8)
BLOCKS = st.builds(
    RenderedBlock,
    TEXT,
    TEXT,
    st.integers(1, 99),
    st.none() | TEXT,
    TEXT,
    st.sampled_from(["current", "stale", "missing"]),
)
NOTES = st.builds(RenderedNote, TEXT, st.integers(1, 99), TEXT)
WORDS = st.dictionaries(TEXT, TEXT, max_size=3)
FRAGMENTS = st.builds(
    Fragment,
    language=TEXT,
    title=TEXT,
    objectives=WORDS,
    blocks=st.lists(BLOCKS, max_size=3).map(tuple),
    notes=st.lists(NOTES, max_size=3).map(tuple),
    words=WORDS,
    wordings=WORDS,
)


@given(FRAGMENTS)
def test_a_fragment_comes_back_as_it_was(fragment):
    back = fragment_from_json(fragment_to_json(fragment))
    assert back == fragment
    assert list(back.objectives) == list(fragment.objectives)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"blocks":[],"notes":[]}', '{"blocks":[{}],"notes":[]}', "{}"])
def test_anything_else_is_refused_as_no_fragment(text):
    with pytest.raises((ValueError, TypeError)):
        fragment_from_json(text)
