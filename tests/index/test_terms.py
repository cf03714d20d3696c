"""Search terms: what a text and a question are found by."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.searching.pinyin import characters, readings
from index.searching.terms import document_terms, fold, is_han, joined, query_terms, weigh

CASES = json.loads((Path(__file__).parent / "cases_terms.json").read_text(encoding="utf-8"))
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=30)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_document_terms(case):
    assert document_terms(case["text"]) == case["terms"]


@given(HAN)
def test_a_chinese_question_always_yields_terms(text):
    assert query_terms(text)
    assert set(query_terms(text)) <= set(document_terms(text))


@given(st.text(max_size=60))
def test_terms_are_folded_and_never_blank(text):
    terms = document_terms(text)
    assert all(term and not any(sign.isspace() for sign in term) for term in terms)
    assert bool(query_terms(text)) == bool(terms)


@given(st.text(max_size=60))
def test_folding_is_done_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("question", ["是什么？", "多少", "哪几个呢？", "请问"])
def test_a_question_of_asking_words_alone_keeps_them(question):
    assert query_terms(question)


def test_asking_words_are_left_out():
    terms = query_terms("澜江区有多少家企业？")
    assert "企业" in terms
    assert not {"多少", "多", "少", "少家"}.intersection(terms)


def test_a_term_is_asked_for_once():
    assert query_terms("区区区").count("区") == 1


def test_numbers_and_latin_words_weigh_more_and_pinyin_is_spelled():
    weighed = {each.source: each for each in weigh("Lanjiang区有多少5G基站")}
    assert weighed["5g"].weight > weighed["基站"].weight
    assert ("py:lanjiang", 1.0) in weighed["lanjiang"].terms
    assert weighed["5g"].terms == (("5g", 1.0),)


def test_is_han():
    assert is_han("澜江")
    assert not any(map(is_han, ["", "5g", "澜江5g", "a"]))


def test_joined_spells_the_words_that_pairs_make():
    assert joined(["澜", "澜江", "江", "江区", "区"]) == ["澜江区"]
    assert joined(["澜江", "企业", "5g", "家"]) == ["澜江", "企业", "5g"]
    assert joined(["家", "区"]) == ["家", "区"]


@pytest.mark.parametrize(
    ("word", "parted"),
    [
        ("Lanjiang", ("lan", "jiang")),
        ("Xi'an", ("xi", "an")),
        ("xian", ("xian",)),
        ("Lüshun", ("lv", "shun")),
        ("Lánjiāng", ("lan", "jiang")),
        ("Zhang-Wei", ("zhang", "wei")),
    ],
)
def test_a_name_parts_into_syllables(word, parted):
    assert parted in readings(word)


@pytest.mark.parametrize("word", ["enterprise", "BYD", "5G", "", "'", "smart"])
def test_other_words_are_no_pinyin(word):
    assert readings(word) == ()


@given(st.text("abcdefghijklmnopqrstuvwxyz'", max_size=40))
def test_readings_spell_the_word(word):
    for reading in readings(word):
        assert "".join(reading) == word.replace("'", "")
        assert all(syllable in characters() for syllable in reading)
