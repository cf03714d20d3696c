"""The date an article is of, and what it rests on."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dating.dates import date_article, parse_when
from index.files.metadata import Metadata
from index.period import Period

CASES = json.loads((Path(__file__).parent / "cases_dates.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_an_article_gets_its_date_and_its_basis(case: dict[str, Any]) -> None:
    metadata = Metadata(published=case.get("published", ""), period=case.get("of", ""))
    printed, context = case.get("printed", ""), case.get("context", ())
    dating = date_article(case.get("title", ""), case["text"], metadata, printed, context)
    if case["period"] is None:
        assert dating is None
        return
    assert dating is not None
    assert (str(dating.period), dating.basis) == (case["period"], case["basis"])
    assert case.get("evidence", "") in dating.evidence


@pytest.mark.parametrize("case", [case for case in CASES if case["period"]], ids=lambda case: case["label"])
def test_the_evidence_stands_where_the_span_says(case: dict[str, Any]) -> None:
    metadata = Metadata(published=case.get("published", ""), period=case.get("of", ""))
    dating = date_article("", case["text"], metadata, case.get("printed", ""), case.get("context", ()))
    assert dating is not None
    assert dating.evidence
    if dating.span:
        assert case["text"][dating.span.start : dating.span.end] in dating.evidence


def test_a_headline_may_tell() -> None:
    dating = date_article("“十三五”收官之年，粮仓这样开局", "收粮的车排成了队。", Metadata())
    assert dating is not None
    assert (str(dating.period), dating.span) == ("2020", None)


WRITTEN = {
    "2023-02-13": "2023-02-13",
    "20230213": "2023-02-13",
    "2023/2/13 14:20": "2023-02-13",
    "2023.2.13": "2023-02-13",
    "2022年4月": "2022-04",
    "2022/04": "2022-04",
    "2022-Q1": "2022-Q1",
    "2022年一季度": "2022-Q1",
    "2022": "2022",
    "2022-03/2022-05": "2022-03/2022-05",
    "Mon, 13 Feb 2023 06:20:00 GMT": "2023-02-13",
    "February 13, 2023": "2023-02-13",
}


@pytest.mark.parametrize(("written", "period"), WRITTEN.items())
def test_a_date_given_on_its_own_is_read(written: str, period: str) -> None:
    assert parse_when(written) == Period.parse(period)


@pytest.mark.parametrize("written", ["", "昨天", "2023-13-45", "第三版"])
def test_what_is_no_date_is_none(written: str) -> None:
    assert parse_when(written) is None


SENTENCES = st.sampled_from([case["text"] for case in CASES])


@given(st.lists(SENTENCES, max_size=4).map("".join), st.lists(SENTENCES, max_size=2))
def test_any_mixture_of_clues_gives_a_date_or_none(text: str, context: list[str]) -> None:
    dating = date_article("", text, Metadata(), "", context)
    assert dating is None or (dating.period.start <= dating.period.end and dating.evidence)


@pytest.mark.skipif(
    not os.environ.get("WENJIN_TEST_ARTICLES"), reason="WENJIN_TEST_ARTICLES names no folder of articles"
)
def test_the_real_articles_are_of_their_time() -> None:
    from index.cleaning.clean import articles_of
    from index.files.sources import read_folder

    raws, _ = read_folder(Path(os.environ["WENJIN_TEST_ARTICLES"]), 20)
    times = {
        "000": "2023-01/2023-06",
        "001": "2022-03/2022-05",
        "002": "2022-03/2022-05",
        "003": "2023-02-13",
        "004": "2023-01/2023-03",
    }
    for raw in raws:
        wanted = Period.parse(times[raw.file[:3]])
        for article in articles_of(raw):
            assert article.dating is not None
            assert wanted.contains(article.dating.period), (raw.file, article.title, str(article.dating.period))
