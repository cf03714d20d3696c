"""Who holds an office: a person is only named for the office the passage gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.question import Question
from rag.reader import AnswerSpan

_OFFICE = re.compile(
    r"(?:(?:副|代)?(?:市长|县长|区长|镇长|乡长|省长|州长|局长|厅长|部长|处长|科长|院长|校长|会长|行长|站长|所长|董事长|总经理)"
    r"|副?(?:书记|主任|主席|总裁|理事长|秘书长))"
)
# The English of an office, and what it may be in Chinese.
_ENGLISH = {
    r"vice[- ]mayor|deputy mayor": "副市长",
    r"(?<!vice )(?<!vice-)(?<!deputy )mayor": "市长",
    r"(?:party|municipal|district|county) secretary|party chief": "书记",
    r"county (?:head|magistrate|chief)": "县长",
    r"district (?:head|chief|mayor)": "区长",
    r"governor": "省长",
}
_ENGLISH_OFFICE = [(re.compile(rf"\b(?:{english})\b", re.I), chinese) for english, chinese in _ENGLISH.items()]


def office_holders(question: Question, spans: Sequence[AnswerSpan]) -> tuple[AnswerSpan, ...]:
    """The people who are given the office that the question asks about; every span where it asks about none."""
    offices = _asked(question)
    if not offices or question.kind != "person":
        return tuple(spans)
    return tuple(span for span in spans if span.kind == "person" and offices & _given(span))


def _asked(question: Question) -> set[str]:
    if question.language == "zh":
        return set(_OFFICE.findall(question.text))
    return {chinese for pattern, chinese in _ENGLISH_OFFICE if pattern.search(question.text)}


def _given(span: AnswerSpan) -> set[str]:
    """The offices named in the person's clause."""
    return set(_OFFICE.findall(span.found.article.text[span.clause.start : span.clause.end]))
