"""The chain's bytes never change: golden vectors hold them, on both databases."""

import hashlib
import json

import pytest

from cbt.records.chain import START, Head, NotAHead, canonical, entry, link, spelled
from cbt.records.facts import Fact, Verb
from cbt.records.log import append, head, open_log
from tests.records.cast import IVO, LENA, LOG, MORNING, answered, number_id

SMALL = Fact(id=number_id(1), verb=Verb.registered, at=MORNING, activity_id="drug-identification")
FULL = Fact(
    id=number_id(2),
    verb=Verb.answered,
    at=MORNING.replace(microsecond=123_999),
    activity_id="drug-identification/opiates#first-description",
    actor=LENA,
    by=IVO,
    registration=number_id(3),
    attempt_id=number_id(4),
    submission_id=number_id(5),
    course_id="drug-identification",
    lesson_id="opiates",
    question_id="first-description",
    release="a" * 64,
    revision="b" * 64,
    wording="c" * 64,
    language="fa-AF",
    country="tj",
    response={"ы": "Ҷавоб", "a": [1, {"z": None, "b": True}], "B": '\n\u0000"\\/'},
    score_raw=667,
    score_max=1000,
    success=False,
    completion=True,
    duration_ms=61_500,
    text_digest="d" * 64,
    detail=["x", -1, 9_007_199_254_740_993],
)
GOLDEN = [
    (
        SMALL,
        (
            r'{"activity_id":"drug-identification","at":1772512200000,"format":1,"id":"019cb1f5-c928-700'
            r'0-8000-000000000001","log_id":"0f3a1c52-7d7e-4a39-8a51-2f1f0c9be001","previous":"000000000'
            r'0000000000000000000000000000000000000000000000000000000","sequence":1,"verb":"registered"}'
        ),
        "7d47b2958e8bd30216d7b803101a1c4174fe2c3f313338190a0d9299441debeb",
    ),
    (
        FULL,
        (
            r'{"activity_id":"drug-identification/opiates#first-description","actor":"6a1d6a0e-58a3-4c0f'
            r'-9f0a-5f3a3bd10001","at":1772512200123,"attempt_id":"019cb1f5-d4e0-7000-8000-000000000004"'
            r',"by":"6a1d6a0e-58a3-4c0f-9f0a-5f3a3bd10002","completion":true,"country":"tj","course_id":'
            r'"drug-identification","detail":["x",-1,9007199254740993],"duration_ms":61500,"format":1,"i'
            r'd":"019cb1f5-cd10-7000-8000-000000000002","language":"fa-AF","lesson_id":"opiates","log_id'
            r'":"0f3a1c52-7d7e-4a39-8a51-2f1f0c9be001","previous":"7d47b2958e8bd30216d7b803101a1c4174fe2'
            r'c3f313338190a0d9299441debeb","question_id":"first-description","registration":"019cb1f5-d0'
            r'f8-7000-8000-000000000003","release":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
            r'aaaaaaaaaaaa","response":{"B":"\n\u0000\"\\/","a":[1,{"b":true,"z":null}],"ы":"Ҷавоб"},"r'
            r'evision":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","score_max":10'
            r'00,"score_raw":667,"sequence":2,"submission_id":"019cb1f5-d8c8-7000-8000-000000000005","su'
            r'ccess":false,"text_digest":"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'
            r'dd","verb":"answered","wording":"ccccccccccccccccccccccccccccccccccccccccccccccccccccccccc'
            r'ccccccc"}'
        ),
        "7d144106d5a3a789d36bfdfe78f7d4d7c286f2ffde9fdf57149aec05edb33a7d",
    ),
]


def test_golden_vectors_of_the_chain():
    end = Head(LOG, 0, START)
    for fact, spelling, digest in GOLDEN:
        assert spelled(entry(fact), end).decode() == spelling
        end = link(entry(fact), end)
        assert end.hash == digest == hashlib.sha256(spelling.encode()).hexdigest()


def test_golden_vectors_in_the_database(database):
    with database.writing() as session:
        open_log(session, LOG)
        assert [append(session, fact).hash for fact, _, _ in GOLDEN] == [digest for _, _, digest in GOLDEN]
        assert str(head(session)) == f"{LOG}:2:{GOLDEN[1][2]}"


def test_the_spelling_is_json_that_says_the_same():
    told = json.loads(spelled(entry(FULL), Head(LOG, 6, "e" * 64)))
    assert (told["format"], told["log_id"], told["sequence"], told["previous"]) == (1, str(LOG), 7, "e" * 64)
    assert told["at"] == 1_772_512_200_123
    assert (told["response"], told["detail"]) == (FULL.response, FULL.detail)


def test_what_is_not_known_is_left_out():
    assert set(entry(SMALL)) == {"id", "verb", "at", "activity_id"}


@pytest.mark.parametrize(
    ("value", "spelling"),
    [
        (None, "null"),
        ({"b": 1, "a": (True, None), "Z": ""}, '{"Z":"","a":[true,null],"b":1}'),
        ("é ﺍ 🐎", '"é ﺍ 🐎"'),
        ("\u0000\t\u007f", '"\\u0000\\t\u007f"'),
        (10**30, "1" + "0" * 30),
    ],
)
def test_a_value_has_one_spelling(value, spelling):
    assert canonical(value).decode() == spelling


@pytest.mark.parametrize("value", [0.5, float("nan"), [1, {"a": 1.0}], {1: "a"}, {"a": {1, 2}}, b"x", MORNING])
def test_floats_and_what_json_does_not_have_are_refused(value):
    with pytest.raises(TypeError):
        canonical(value)
    with pytest.raises(TypeError):
        answered(1, response=value)
    with pytest.raises(TypeError):
        answered(1, detail=value)


def test_a_head_is_read_as_it_was_written():
    end = Head(LOG, 7, "ab" * 32)
    assert Head.parse(f" {end}\n") == end


@pytest.mark.parametrize(
    "text",
    ["", "x:1:" + "a" * 64, f"{LOG}:1", f"{LOG}:-1:{START}", f"{LOG}:1:{'g' * 64}", f"{LOG}:1:aa", f"{LOG}:x:{START}"],
)
def test_what_is_not_a_head_is_refused_in_words(text):
    with pytest.raises(NotAHead, match="does not name the head of a log"):
        Head.parse(text)
