"""English questions into Chinese terms: the rules on a small table, the bundled table on what it must know."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelError
from index.searching.english import ASKING, base_forms, singular
from index.searching.lexical import BM25Store
from index.searching.table import Table
from index.searching.terms import document_terms
from index.searching.translate import Translator

ROWS = {
    "enterprise": [("企业", 0.9), ("公司", 0.1)],
    "key": [("重点", 0.6), ("钥匙", 0.4)],
    "laboratory": [("实验室", 1.0)],
    "plan": [("计划", 0.8), ("规划", 0.2)],
    "change": [("变化", 1.0)],
    "tea garden": [("茶园", 1.0)],
    "gdp": [("生产总值", 1.0)],
}
LEXICON = "重点实验室\tkey laboratory | key lab\n重点企业\tkey enterprise\n骨干企业\tkey enterprise\n多少\thow many\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    Table.save(ROWS, folder / "table")
    (folder / "lexicon").mkdir()
    (folder / "lexicon" / "terms.tsv").write_text(LEXICON, encoding="utf-8")
    (folder / "lexicon" / "wordings.tsv").write_text("award\t奖金\n", encoding="utf-8")
    return Translator.load(folder)


@pytest.fixture(scope="module")
def bundled():
    return Translator.load()


def told(translator, question):
    return {each.source: [term for term, _ in each.terms] for each in translator.translate(question)}


def test_words_yield_their_chinese_and_themselves(small):
    assert told(small, "Which enterprises changed?") == {
        "enterprises": ["enterprises", "enterprise", "企业", "公司"],
        "changed": ["changed", "changeds", "变化"],
    }


def test_a_word_the_table_lacks_yields_what_papers_print(small):
    assert told(small, "Which awards?") == {"awards": ["awards", "award", "奖金"]}


def test_the_chinese_of_one_word_weighs_at_most_one(small):
    for each in small.translate("the key enterprises plan"):
        assert sum(weight for term, weight in each.terms if not term.isascii()) <= 1.01


@pytest.mark.parametrize("question", ["How many are there?", "What is it?", "", "?!", "the of and"])
def test_asking_words_yield_nothing(small, question):
    assert small.translate(question) == ()


def test_a_phrase_comes_before_its_words_which_then_weigh_less(small):
    first, *words = small.translate("key laboratories")
    assert (first.source, first.terms) == ("key laboratories", (("重点实验室", 1.0),))
    assert [word.source for word in words] == ["key", "laboratories"]
    assert all(word.weight < 1 for word in words)
    assert small.translate("laboratories")[0].weight == 1


def test_a_phrase_with_two_translations_shares_its_weight(small):
    assert small.translate("key enterprises")[0].terms == (("重点企业", 0.5), ("骨干企业", 0.5))


def test_phrases_of_the_table_count_too(small):
    assert small.translate("tea gardens")[0].terms == (("茶园", 1.0),)


@pytest.mark.parametrize(
    ("question", "source", "term"),
    [
        ("Where is Lanjiang?", "Lanjiang", "py:lanjiang"),
        ("Who is Zhou Lan?", "Zhou Lan", "py:zhoulan"),
        ("how large is lanjiang", "lanjiang", "py:lanjiang"),
        ("Who is Change?", "Change", "py:change"),
        ("What of Xi'an?", "Xi'an", "py:xi'an"),
        ("Is 5G there?", "5G", "5g"),
        ("the C-V2X road", "V2X", "v2x"),
        ("1,260 stations", "1260", "1260"),
        ("312.6 tonnes", "312.6", "312.6"),
        ("the 14th rank", "14th", "14"),
        ("on 6 April", "April", "4月"),
        ("Lanjiang's GDP", "GDP", "生产总值"),
        ("BYD’s plant", "BYD", "byd"),
        ("37 重点实验室", "重点实验室", "重点实验室"),
    ],
)
def test_names_and_numbers_pass(small, question, source, term):
    assert term in told(small, question)[source]


def test_a_known_word_that_reads_as_pinyin_is_no_name_in_lower_case(small):
    assert "py:change" not in told(small, "the change there")["change"]
    assert "py:change" not in told(small, "Change there")["Change"]


def test_a_surname_alone_weighs_little(small):
    assert small.translate("Who is Zhou?")[0].weight < 1


def test_for_search_characters_count_a_little(small):
    terms = dict(small.translate_terms("enterprise")[0].terms)
    assert terms["企业"] > terms["企"] > 0
    assert terms["enterprise"] == 1


@given(st.text(max_size=80))
def test_any_text_can_be_translated(small, text):
    for each in small.translate(text):
        assert each.source
        assert all(term and 0 < weight <= 1 for term, weight in each.terms)


@pytest.mark.parametrize(
    ("plural", "single"),
    [("enterprises", "enterprise"), ("cities", "city"), ("boxes", "box"), ("branches", "branch"), ("glasses", "glass"),
     ("buses", "bus"), ("houses", "house"), ("bus", "bus"), ("basis", "basis"), ("gas", "gas"), ("pass", "pass")],
)  # fmt: skip
def test_singular(plural, single):
    assert singular(plural) == single


@pytest.mark.parametrize(
    ("word", "base"),
    [("planned", "plan"), ("signed", "sign"), ("financing", "finance"), ("carried", "carry"), ("cleaning", "clean"),
     ("drills", "drill"), ("added", "add"), ("passed", "pass"), ("rolling", "roll")],
)  # fmt: skip
def test_base_forms(word, base):
    assert base in base_forms(word)
    assert word not in base_forms(word)


def test_the_same_rows_give_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        Table.save(dict(sorted(ROWS.items(), reverse=name == "b")), tmp_path / name)
    assert (tmp_path / "a/table.safetensors").read_bytes() == (tmp_path / "b/table.safetensors").read_bytes()
    table = Table.load(tmp_path / "a")
    assert len(table) == len(ROWS)
    assert table.row("plan") == (("计划", 204 / 255), ("规划", 51 / 255))
    assert table.row("nothing") == ()


@pytest.mark.parametrize("damage", ["missing", "cut", "lexicon"])
def test_damaged_models_say_so(tmp_path, damage):
    Table.save(ROWS, tmp_path / "table")
    path = tmp_path / "table" / "table.safetensors"
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(ModelError, match="lexicon" if damage == "lexicon" else "table"):
        Translator.load(tmp_path)


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("How many key laboratories are there?", "重点实验室"),
        ("How many high-tech enterprises does it have?", "高新技术企业"),
        ("new market entities", "市场主体"),
        ("industrial output value", "产值"),
        ("drain cleaning", "雨水"),
        ("garbage trucks", "垃圾"),
        ("in the first quarter", "一季度"),
        ("headquarters economy projects", "总部经济"),
        ("the Party secretary", "书记"),
        ("investment promotion", "招商引资"),
        ("resumed work", "复工"),
        ("GDP growth target", "目标"),
        ("social retail sales", "零售"),
        ("hydrogen energy park", "氢能"),
    ],
)
def test_the_bundled_table_knows_the_words_of_local_news(bundled, question, term):
    terms = {found for each in bundled.translate(question) for found, _ in each.terms}
    assert any(term in found for found in terms)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("How many laboratories does Lanjiang have?", 0),
        ("Who heads Dongzhu County?", 1),
        ("What did Zhou Lan say?", 0),
        ("How many 5G base stations were built?", 2),
        ("Where is C-V2X tested?", 2),
        ("Where does BYD build a plant?", 3),
    ],
)
def test_english_questions_find_chinese_passages(bundled, question, wanted):
    texts = [
        "澜江区书记周岚说，实验室有37家。",
        "东渚县县长孟书海介绍新规。",
        "5G基站建成1260座，C-V2X在澜江试验。",
        "BYD在青石建厂。",
    ]
    store = BM25Store.build([document_terms(text) for text in texts])
    assert store.search(bundled.translate_terms(question), 1)[0] == [wanted]


def test_translating_is_quick(bundled):
    questions = [f"How many key laboratories did Lanjiang add in {year}?" for year in range(1900, 2100)]
    bundled.translate_terms(questions[0])
    began = time.process_time()
    for question in questions:
        bundled.translate_terms(question)
    assert (time.process_time() - began) / len(questions) < 0.002


def test_asking_words_are_lower_case():
    assert all(word == word.lower() for word in ASKING)
