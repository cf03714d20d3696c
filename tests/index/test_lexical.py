"""Search by words: BM25 over our terms, alternatives counted as one, names found by their pinyin."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SnapshotError
from index.searching.lexical import K1, B, BM25Store
from index.searching.terms import WeightedTerms, document_terms, weigh

TEXTS = [
    "澜江区委书记周岚介绍，全区重点实验室达到37家。",
    "东渚县高新技术企业突破214家，研发投入增长。",
    "澜江区累计建成5G基站1,260座，C-V2X车路协同开工。",
    "青石镇的茶园今年采茶312.6吨，茶农增收。",
    "BYD在东渚建厂，雨水井清掏由县里负责。",
]


def store_of(texts):
    return BM25Store.build([document_terms(text) for text in texts])


@pytest.fixture(scope="module")
def store():
    return store_of(TEXTS)


def found(store, question, k=5):
    return store.search(weigh(question), k)[0]


def one(term, weight=1.0):
    return WeightedTerms(term, ((term, weight),))


def test_the_document_about_it_comes_first(store):
    assert found(store, "东渚有多少家高新技术企业？")[0] == 1
    assert found(store, "茶园采了多少茶？")[0] == 3


def test_only_documents_with_a_term_are_found(store):
    assert store.search(weigh("量子纠缠"), 5) == ([], [])
    assert store.search((), 5) == ([], [])
    positions, scores = store.search(weigh("茶"), 5)
    assert positions == [3]
    assert scores[0] > 0


def test_k_may_be_anything(store):
    assert len(found(store, "澜江区", 1)) == 1
    assert len(found(store, "澜江区", 1000)) == 2
    assert found(store, "澜江区", 0) == []


def test_scores_are_those_of_bm25(store):
    lengths = [len(document_terms(text)) for text in TEXTS]
    norm = K1 * (1 - B + B * lengths[3] / np.mean(lengths))
    expected = np.log(1 + 4.5 / 1.5) * 3 / (3 + norm)
    assert store.score([one("茶")], [3])[0] == pytest.approx(expected, abs=1e-4)


def test_ties_break_by_position():
    store = store_of(["澜江通车", "东渚开工", "澜江通车"])
    assert store.search([one("澜江")], 3)[0] == [0, 2]


def test_score_agrees_with_search(store):
    query = weigh("澜江区有多少重点实验室")
    positions, scores = store.search(query, 5)
    assert store.score(query, positions) == scores
    assert store.score(query, [3]) == [0.0]


@pytest.mark.parametrize(
    ("name", "positions"),
    [("py:lanjiang", [0, 2]), ("py:dongzhu", [1, 4]), ("py:zhoulan", [0]), ("py:qingshizhen", [3]), ("py:shuhai", [])],
)
def test_a_name_in_pinyin_finds_its_spellings(store, name, positions):
    assert sorted(store.search([one(name)], 5)[0]) == positions


def test_spellings_are_words_of_the_documents(store):
    assert store.spellings("py:lanjiang") == ("澜江",)
    assert store.spellings("py:zhoulan") == ("周岚",)
    assert store.spellings("实验室") == ("实验室",)
    assert store.spellings("py:weizhi") == ()


@pytest.mark.parametrize("question", ["5G基站", "c-v2x", "CV2X", "byd的厂", "1260座", "１２６０座", "312.6吨"])
def test_mixed_script_and_numbers_are_found(store, question):
    wanted = {"b": 4, "3": 3}.get(question[0], 2)
    assert found(store, question)[0] == wanted


def test_a_long_word_is_found_where_all_its_pairs_stand(store):
    assert store.search([one("重点实验室")], 5)[0] == [0]
    assert store.search([one("清掏")], 5)[0] == [4]
    assert store.search([one("重点实验楼")], 5)[0] == []


def test_a_number_with_its_character_is_found_where_both_stand():
    store = store_of(["4月16日通车", "4座桥", "5月开工", "四月"])
    assert store.search([one("4月")], 5)[0] == [0]


def test_alternatives_count_as_one_term(store):
    both = WeightedTerms("county", (("澜江", 0.5), ("东渚", 0.5)))
    scores = store.scores([both])
    assert set(np.flatnonzero(scores)) == {0, 1, 2, 4}
    assert store.idf("澜江") > 0
    alone = store.scores([one("澜江")]) + store.scores([one("东渚")])
    assert scores.max() < alone.max()


def test_matched_terms_are_words_and_the_heaviest_first(store):
    assert set(store.matched(weigh("澜江区有多少5G基站"), [2])[0]) == {"澜江区", "5g", "基站"}
    light, heavy = WeightedTerms("", (("澜江", 1.0),), 0.1), WeightedTerms("", (("基站", 1.0),), 2.0)
    assert store.matched([light, heavy], [2]) == [("基站", "澜江")]


def test_matched_names_the_spelling_and_nothing_absent(store):
    query = (WeightedTerms("Lanjiang", (("lanjiang", 1.0), ("py:lanjiang", 1.0))), one("茶园"))
    assert store.matched(query, [0, 3, 1]) == [("澜江",), ("茶园",), ()]
    assert store.matched((), [0, 1]) == [(), ()]


def test_rarer_terms_have_higher_idf(store):
    assert store.idf("无此词") > store.idf("茶") > store.idf("澜江") == store.idf("py:lanjiang")


def test_saved_is_loaded_whole(store, tmp_path):
    store.save(tmp_path / "bm25")
    again = BM25Store.load(tmp_path / "bm25")
    query = weigh("澜江区有多少5G基站")
    assert again.search(query, 5) == store.search(query, 5)
    assert again.matched(query, [2]) == store.matched(query, [2])
    assert len(again) == len(store)


@pytest.mark.parametrize("texts", [[], [""], ["", "！"], ["", "澜江"]])
def test_documents_may_be_missing_or_empty(texts, tmp_path):
    store = store_of(texts)
    store.save(tmp_path)
    for each in (store, BM25Store.load(tmp_path)):
        assert len(each) == len(texts)
        assert found(each, "澜江") == ([1] if "澜江" in texts else [])
        assert each.idf("澜江") >= 0


@pytest.mark.parametrize("name", ["data.csc.index.npy", "vocab.index.json", "params.index.json", "lengths.npy"])
@pytest.mark.parametrize("damage", ["missing", "cut", "other"])
def test_a_damaged_store_says_so(store, tmp_path, name, damage):
    store.save(tmp_path)
    path = tmp_path / name
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:10] if damage == "cut" else b"{}")
    with pytest.raises(SnapshotError):
        BM25Store.load(tmp_path)


def test_a_store_made_with_other_constants_is_refused(store, tmp_path):
    store.save(tmp_path)
    path = tmp_path / "params.index.json"
    path.write_text(path.read_text().replace(f'"k1": {K1}', '"k1": 7.5'))
    with pytest.raises(SnapshotError, match="another version"):
        BM25Store.load(tmp_path)


@settings(max_examples=40)
@given(
    st.lists(st.text("澜江东渚茶园区企业", max_size=12), min_size=1, max_size=6), st.text("澜江东渚茶园区", min_size=1)
)
def test_searching_is_deterministic_and_sorted(texts, question):
    store = store_of(texts)
    positions, scores = store.search(weigh(question), 10)
    assert store.search(weigh(question), 10) == (positions, scores)
    assert [(-score, position) for position, score in zip(positions, scores, strict=True)] == sorted(
        (-score, position) for position, score in zip(positions, scores, strict=True)
    )
    holding = {n for n, text in enumerate(texts) if set(document_terms(text)) & set(document_terms(question))}
    assert set(positions) <= holding
