"""The articles as a list that can be sorted, read, added to and taken from; all text escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index.article import Article, Language
from index.errors import WenjinError
from index.keeping.shelf import is_upload
from ui.desk import Indexed
from ui.error_words import told
from ui.markup import bcp, button, dating_html, safe, text_html, title_html
from ui.strings import say

if TYPE_CHECKING:
    from index.report import BuildReport
    from rag.library import Added

_KIND = {False: "", True: ' class="wj-numeric"'}
# Each column: the word at its head, and whether it holds numbers.
_COLUMNS = (("title_of", False), ("why_date", False), ("source_of", False), ("passages", True), ("why_file", False))


def shelf_html(index: Indexed, removed: Sequence[str], language: Language) -> str:
    """Every article of the index, then the files that were removed and can be put back."""
    passages = Counter(passage.article_id for passage in index.passages)
    heads = "".join(
        f'<th scope="col"{_KIND[numeric]} aria-sort="none">{button("sort", say(key, language), "wj-sort")}</th>'
        for key, numeric in _COLUMNS
    )
    rows = "".join(_row(article, passages[article.id], language) for article in index.articles)
    summary = safe(say("shelf_count", language, len(index.articles), len(index.passages)))
    return (
        f'<section lang="{bcp(language)}"><table class="wj-shelf"><caption>{summary}</caption><thead><tr>{heads}'
        f'<th scope="col"><span class="wj-unseen">{say("remove", language)}</span></th></tr></thead>'
        f"<tbody>{rows}</tbody></table>{_removed(removed, language)}</section>"
    )


def _row(article: Article, passages: int, language: Language) -> str:
    title, name = article.title or article.file, name_of(article.file)
    begins = article.dating.period.start.isoformat() if article.dating else ""
    remove = (
        f'<button type="button" class="wj-link" data-act="remove" data-file="{safe(article.file)}" '
        f'aria-label="{safe(say("remove_file", language, name))}">{say("remove", language)}</button>'
    )
    cells = (
        f'<td data-sort="{safe(title)}"><button type="button" class="wj-open" data-act="open" '
        f'data-article="{safe(article.id)}">{title_html(title)}</button></td>'
        f'<td data-sort="{begins}">{dating_html(article.dating, language)}</td>'
        f'<td data-sort="{safe(article.source)}">{text_html(article.source)}</td>'
        f'<td data-sort="{passages}" class="wj-numeric">{passages:,}</td>'
        f'<td data-sort="{safe(name)}" class="wj-file">{text_html(name)}</td>'
    )
    return f"<tr>{cells}<td>{remove}</td></tr>"


def name_of(file: str) -> str:
    """A file's name as a person knows it: an upload's without the folder it is kept in."""
    return PurePosixPath(file).name if is_upload(file) else file


def _removed(files: Sequence[str], language: Language) -> str:
    if not files:
        return ""
    lines = "".join(f"<li>{text_html(name_of(file))} {_restore(file, 'put_back', language)}</li>" for file in files)
    return f'<section class="wj-removed"><h3>{say("removed_files", language)}</h3><ul>{lines}</ul></section>'


def _restore(file: str, word: str, language: Language) -> str:
    return button("restore", say(word, language), file=file)


def note_html(words: str, language: Language, more: str = "") -> str:
    """One line telling what has been done; `more` is safe already."""
    return f'<p class="wj-done" role="status" lang="{bcp(language)}">{text_html(words)} {more}</p>'


def removed_html(file: str, language: Language) -> str:
    """That a file was removed, with the way back."""
    return note_html(say("was_removed", language, name_of(file)), language, _restore(file, "undo", language))


def failed_note_html(error: WenjinError, language: Language) -> str:
    """That something could not be done, and the cure."""
    return f'<p class="wj-notice" role="alert" lang="{bcp(language)}">{_error(error, language)}</p>'


def _error(error: WenjinError, language: Language) -> str:
    words = told(error, language)
    return text_html(f"{words.text} {words.cure}".strip()) + _detail(words.detail)


def _detail(words: str) -> str:
    return f'<span class="wj-detail" lang="en">{text_html(words)}</span>' if words else ""


def uploads_html(done: Sequence[str], total: int, language: Language) -> str:
    """How far the adding of files has come, and what became of each; `done` are lines made by this module."""
    name = say("adding", language, len(done), total)
    bar = f'<progress max="{total}" value="{len(done)}" aria-label="{name}"></progress> <span>{name}</span>'
    head = f'<p class="wj-progress" role="status">{bar}</p>' if len(done) < total else ""
    return f'<div class="wj-uploads" lang="{bcp(language)}">{head}<ul>{"".join(done)}</ul></div>'


def added_html(name: str, added: Added, language: Language) -> str:
    """What became of a file that was taken in."""
    words = say("was_added", language, len(added.articles), added.passages)
    return f'<li class="wj-good"><strong>{text_html(name)}</strong> {text_html(words)}{_detail(added.reason)}</li>'


def refused_html(name: str, error: WenjinError, language: Language) -> str:
    """Why a file was not taken in."""
    return f'<li class="wj-bad"><strong>{text_html(name)}</strong> {_error(error, language)}</li>'


def report_html(report: BuildReport, language: Language) -> str:
    """What a rebuild found, and which files it could not read."""
    key = "was_rebuilt" if report.published else "was_current"
    left_out = "".join(
        f'<li class="wj-bad"><strong>{text_html(name_of(each.file))}</strong> {text_html(each.reason)}</li>'
        for each in report.unread
    )
    more = f'<div class="wj-uploads"><ul>{left_out}</ul></div>' if left_out else ""
    return note_html(say(key, language, report.articles, report.passages), language) + more
