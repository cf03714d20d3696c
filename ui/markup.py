"""Text as HTML: escaped, in its language, with dates and shaded words; every piece of the page is made of these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from index.article import Article, Dating, Language
from rag.answer import Citation
from ui.marks import Run
from ui.strings import dating_words, inference_words, language_of, say

_GAP = re.compile(r"<br>(?:<br>)+")
_TAGS = {"plain": "{}", "evidence": '<span class="wj-evidence">{}</span>', "answer": "<mark>{}</mark>"}


def safe(text: str) -> str:
    """The text with nothing in it that a browser or Gradio would act on; fit for an attribute too."""
    # Gradio's page looks up what follows this mark as a translation, wherever it stands.
    return escape(text).replace("__i18n__", "_&#95;i18n__")


def text_html(text: str) -> str:
    """The text, its lines kept."""
    return safe(text).replace("\n", "<br>")


def bcp(language: Language) -> str:
    """The language as an HTML `lang` names it."""
    return "zh-CN" if language == "zh" else "en"


def title_html(title: str) -> str:
    """An article's title in its own language."""
    return f'<cite lang="{bcp(language_of(title))}">{text_html(title)}</cite>'


def dating_html(dating: Dating | None, language: Language) -> str:
    """The date an article is of, marked where it is inferred, with what that rests on."""
    words = f'<span class="wj-date">{safe(dating_words(dating, language))}</span>'
    if dating and dating.inferred:
        why = safe(inference_words(dating, language))
        words += f' <span class="wj-inferred" title="{why}">{say("inferred", language)}</span>'
    return words


def meta_html(of: Article | Citation, language: Language, *more: str) -> str:
    """Source and date of an article or a citation, then `more`, which is safe already."""
    facts = [text_html(of.source)] if of.source else []
    return f'<span class="wj-meta">{" · ".join([*facts, dating_html(of.dating, language), *more])}</span>'


def shaded(parts: Sequence[Run]) -> str:
    """Runs of a text, those that tell tinted and the exact words marked."""
    html = "".join(_TAGS[run.shade].format(text_html(run.text)) for run in parts)
    return _GAP.sub('<br><span class="wj-gap"></span>', html)


def button(act: str, label: str, kind: str = "wj-link", **data: str) -> str:
    """A button that the page's script acts on; `label` and `data` are plain text."""
    held = "".join(f' data-{name}="{safe(value)}"' for name, value in data.items())
    return f'<button type="button" class="{kind}" data-act="{act}"{held}>{safe(label)}</button>'
