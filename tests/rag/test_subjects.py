from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from index.article import Article
from rag.subjects import akin

TEXT = st.text(alphabet="金水区高新企业增长达到万亿元 abc，。", max_size=60)


def article(text: str, title: str = "") -> Article:
    return Article("a", title, text, "a.txt")


METRO = article("江渚地铁3号线今日开通，江渚地铁运营里程达到98.4公里，车站74座。", "江渚地铁逼近百公里")
LATER = article("机场线通车后，江渚地铁线网里程已达121.7公里，车站81座。", "坐着地铁看江渚")
MUSEUM = article("玉浦博物馆全年接待观众208.3万人次，单日最高1.48万人次。", "玉浦博物馆接待量首破两百万")


def test_articles_about_one_thing_are_more_akin_than_others() -> None:
    assert akin(METRO, LATER) > 3 * akin(METRO, MUSEUM)


def test_english_words_count_as_wholes() -> None:
    one, other = article("The Port handled 300 boxes."), article("the port is full")
    assert akin(one, other) > 0.3
    assert akin(article("cart"), article("art")) == 0


def test_of_a_long_article_the_beginning_tells() -> None:
    long = article(METRO.text + "。" * 10_000 + MUSEUM.text, METRO.title)
    assert akin(long, MUSEUM) == akin(METRO, MUSEUM)


@given(TEXT, TEXT)
def test_kinship_is_mutual_and_within_bounds(one: str, other: str) -> None:
    first, second = article(one), article(other)
    assert akin(first, second) == approx(akin(second, first))
    assert -1e-9 <= akin(first, second) <= 1 + 1e-9


@given(TEXT)
def test_an_article_is_wholly_akin_to_itself(text: str) -> None:
    whole = article(f"{text}金水区")
    assert akin(whole, whole) == approx(1)
