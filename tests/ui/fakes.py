"""A library that needs no models: three articles, and answers made up beforehand."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

from index.article import Article, Dating, Passage, RawSpan, Span
from index.errors import NoSuchArticle, QuestionError, ShelfError, SnapshotError
from index.files.sources import Unread
from index.period import Period
from index.report import BuildReport
from rag.answer import Answer, Citation, DatedFigure
from rag.library import Added
from rag.scope import EVERYTHING, Asking, Scope

SPRING = (
    "临江区的工厂园区里，机器声昼夜不停。去年以来，全区新建厂房三十二栋，迁入企业六十余家。"
    "截至目前，临江区共有纺织企业412家、占全市两成，印染企业95家；全年用工达到1.8万人。\n"
    "区里的干部说，今后还要把旧仓库改成展厅，让外地的买家走进来看一看、摸一摸。"
)
AUTUMN = "记者从会上获悉，临江区纺织企业总数突破600家，成为全市第一个迈过这一关口的区。区里计划三年内再建两座展厅。"
HOSTILE = (
    '<img src=x onerror="window.hacked=1"> <script>window.hacked=1</script> '
    '![x](http://evil.example/x.png) __i18n__{"k":1}'
)


def _article(id: str, title: str, text: str, source: str, dating: Dating | None) -> Article:
    return Article(id=id, title=title, text=text, file=f"{id}.txt", source=source, dating=dating)


ARTICLES = (
    _article(
        "spring", "临江纺织 春来机杼声", SPRING, "临江日报", Dating(Period.parse("2031-03/2031-05"), "inferred", "春来")
    ),
    _article(
        "autumn", "纺织企业破六百家", AUTUMN, "大江网", Dating(Period.parse("2032-10-09"), "timestamp", "2032-10-09")
    ),
    _article("undated", "临江区的三座老桥", "临江区的三座老桥建于不同的年代，最老的一座叫望月桥。", "", None),
)


def cite(article: Article, evidence: str, answer: str | None, score: float = 1.25) -> Citation:
    """The whole article as one cited passage."""
    start = article.text.index(evidence)
    told = Span(start, start + len(evidence))
    words = None
    if answer is not None:
        at = article.text.index(answer, start)
        words = Span(at, at + len(answer))
    return Citation(
        passage_id=f"{article.id}:0-{len(article.text)}",
        article_id=article.id,
        title=article.title,
        source=article.source,
        file=article.file,
        dating=article.dating,
        text=article.text,
        start=0,
        end=len(article.text),
        evidence=told,
        answer=words,
        score=score,
        terms=("纺织", "企业", "py:linjiang"),
        raw=(RawSpan(told.start + 3, told.end + 3, page=2),),
    )


NEW = cite(ARTICLES[1], "记者从会上获悉，临江区纺织企业总数突破600家，成为全市第一个迈过这一关口的区。", "600家")
OLD = cite(
    ARTICLES[0], "截至目前，临江区共有纺织企业412家、占全市两成，印染企业95家；全年用工达到1.8万人。", "412家", 0.75
)
FIGURES = (
    DatedFigure("600家", "600", "家", None, ARTICLES[1].dating, 0),
    DatedFigure("412家", "412", "家", Period.parse("2031"), ARTICLES[0].dating, 1),
)
FOUND = {
    "zh": Answer(
        "", "", "zh", "600家（2032年10月9日报道）：“临江区纺织企业总数突破600家”[1]。此前：412家（2031年）[2]。", False
    ),
    "en": Answer(
        "",
        "",
        "en",
        "600 (600家, reported on 9 October 2032): “临江区纺织企业总数突破600家” [1]. Earlier: 412家 (2031) [2].",
        False,
    ),
}
_SERIES = _article(
    "series",
    "临江纺织十年",
    "2021年全区有纺织企业300家，2024年有380家，2027年有520家，2030年有610家。",
    "大江网",
    Dating(Period.parse("2031-01-05"), "timestamp"),
)
YEARS = (("610家", "2030"), ("520家", "2027"), ("380家", "2024"), ("300家", "2021"))
SERIES = tuple(
    DatedFigure(text, text[:-1], "家", Period.parse(year), _SERIES.dating, place)
    for place, (text, year) in enumerate(YEARS)
)
SERIES_CITED = tuple(cite(_SERIES, _SERIES.text, text) for text, _ in YEARS)
SERIES_TEXT = "610家（2030年）：“2030年有610家”[1]。此前：520家（2027年）[2]；380家（2024年）[3]；300家（2021年）[4]。"
DISPUTED = (replace(SERIES[0], citation=0), DatedFigure("412家", "412", "家", Period.parse("2030"), None, 1))
DISPUTED_TEXT = "610家（2030年）：“2030年有610家”[1]。同一时间，其他文章另有说法：412家（2030年）[2]。"
NOTHING = Answer("", "", "zh", "这些文章谈到了老桥，但没有说桥长。", True, "no_answer")


@dataclass
class FakeSnapshot:
    version: str = "v-fake"
    articles: Sequence[Article] = ARTICLES
    passages: Sequence[Passage] = ()
    notice: str = ""
    manifest: SimpleNamespace | None = None

    def article(self, id: str) -> Article:
        return {article.id: article for article in self.articles}[id]


def _open_gate() -> threading.Event:
    gate = threading.Event()
    gate.set()
    return gate


@dataclass
class FakeLibrary:
    """Answers about textile firms, abstains about bridges, breaks when asked to; waits at a shut gate."""

    snapshot: FakeSnapshot = field(default_factory=FakeSnapshot)
    asked: list[tuple[str, tuple[str, ...], int | None]] = field(default_factory=list)
    taken: dict[str, tuple[Article, ...]] = field(default_factory=dict)
    gate: threading.Event = field(default_factory=_open_gate)
    repaired: str = ""

    def newest(self) -> FakeSnapshot:
        return self.snapshot

    def ask_many(self, asked: Sequence[Asking]) -> list[Answer | QuestionError]:
        answers: list[Answer | QuestionError] = []
        for each in asked:
            try:
                answers.append(self.ask(each.question, each.history, each.k, each.scope))
            except QuestionError as error:
                answers.append(error)
        return answers

    def ask(
        self, question: str, history: Sequence[str] = (), k: int | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        self.asked.append((question, tuple(history), k))
        assert self.gate.wait(60)
        if not question.strip():
            raise QuestionError("The question is empty.", "Write a question.")
        if len(question) > 1000:
            raise QuestionError(f"The question has {len(question)} characters; at most 1000 are read.", "Ask in fewer.")
        if "damaged" in question or "坏了" in question:
            raise SnapshotError("The index /home/of/index is damaged.", "Run wenjin index.")
        if "break" in question:
            raise RuntimeError("a secret of the server")
        told = {"question": question, "resolved": question, "index_version": "v-fake", "timings": {"total": 0.01}}
        if "新桥" in question and (new := [a for a in self.snapshot.articles if "新桥" in a.text]):
            return replace(
                FOUND["zh"], text="4座：“新桥有4座”[1]。", citations=(cite(new[0], "新桥有4座", "4座"),), **told
            )
        if "桥" in question or "bridge" in question:
            closest = (cite(ARTICLES[2], ARTICLES[2].text, None, 0.2),)
            return replace(NOTHING, citations=closest, **told)
        if "hostile" in question:
            bad = _article(
                "bad", HOSTILE, f"{HOSTILE} 600家。", HOSTILE, Dating(Period.year(2031), "inferred", HOSTILE)
            )
            return replace(FOUND["en"], text=HOSTILE, citations=(cite(bad, HOSTILE, "img"),), **told)
        if "历年" in question:
            return replace(FOUND["zh"], text=SERIES_TEXT, citations=SERIES_CITED, figures=SERIES, **told)
        if "说法不一" in question:
            cited = (SERIES_CITED[0], OLD)
            return replace(FOUND["zh"], text=DISPUTED_TEXT, citations=cited, figures=DISPUTED, **told)
        if history and "呢" in question:
            told["resolved"] = "2031年临江区有多少家纺织企业？"
        language = "en" if question.isascii() else "zh"
        return replace(FOUND[language], citations=(NEW, OLD), figures=FIGURES, **told)

    def add(self, name: str, data: bytes) -> Added:
        assert self.gate.wait(60)
        if not data.strip():
            raise ShelfError(f"{name} was not added: it is empty.", "Put its text back.")
        article = Article(f"new{len(data)}", name.rsplit(".", 1)[0], data.decode("utf-8"), f".uploads/{name}")
        self._hold((*self.snapshot.articles, article))
        return Added(article.file, (article.id,), 1)

    def remove(self, file: str) -> None:
        gone = tuple(article for article in self.snapshot.articles if article.file == file)
        if not gone:
            raise NoSuchArticle(f"There is no file {file!r} in the index.", "Choose one of those listed.")
        self.taken[file] = gone
        self._hold(tuple(article for article in self.snapshot.articles if article.file != file))

    def restore(self, file: str) -> Added:
        if file not in self.taken:
            raise NoSuchArticle(f"No file {file!r} was removed.", "Add it again.")
        articles = self.taken.pop(file)
        self._hold((*self.snapshot.articles, *articles))
        return Added(file, tuple(article.id for article in articles), len(articles))

    def removed(self) -> tuple[str, ...]:
        return tuple(sorted(self.taken))

    def rebuild(self) -> BuildReport:
        count = len(self.snapshot.articles)
        unread = (Unread("scan.pdf", "it has no text."),)
        return BuildReport("v-fake", count, count, count, (), (), (), unread, 0.1, published=False)

    def _hold(self, articles: tuple[Article, ...]) -> None:
        passages = tuple(Passage(f"{a.id}:0", a.id, 0, len(a.text), a.text) for a in articles)
        self.snapshot = replace(self.snapshot, articles=articles, passages=passages)
