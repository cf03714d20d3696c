"""A web page → its text, a line for each block, and what its head says of title, source, date and language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.files.metadata import Metadata, metadata_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DROPPED = frozenset((
    "script", "style", "noscript", "template", "nav", "footer", "aside", "button", "select", "textarea",
    "iframe", "object", "embed", "svg", "canvas", "video", "audio", "map", "head", "title",
))  # fmt: skip
_ROLES = frozenset(("navigation", "contentinfo", "banner", "search", "complementary", "menu", "menubar"))
_FURNITURE = frozenset((
    "nav", "navbar", "menu", "topbar", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "footer",
    "sidebar", "share", "sharebar", "comment", "comments", "related", "recommend", "recommended",
    "copyright", "pagination", "pager", "advert", "ads",
))  # fmt: skip
_PARAGRAPHS = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "figure",
    "section", "article", "main", "header", "hr", "address",
))  # fmt: skip
_LINES = frozenset((
    "div", "li", "dt", "dd", "tr", "caption", "figcaption", "center", "thead", "tbody", "tfoot", "body",
    "form",
))  # fmt: skip
_LISTS = frozenset((
    "ul", "ol", "dl", "div", "section", "table",
))  # fmt: skip

# Breaks of our own making, told apart from the line ends of the markup, which mean nothing.
_PARAGRAPH, _LINE, _CELL = "\x1d", "\x1e", "\x1f"
_BETWEEN_HAN = re.compile(r"(?<=[⺀-鿿＀-￯。，、；：？！”’])[ \t\r]*\n\s*(?=[⺀-鿿＀-￯“‘])")
_DATES = (
    "article:published_time", "og:published_time", "og:release_date", "datepublished", "pubdate", "publishdate",
    "publish_date", "publish-date", "publication_date", "firstpublishedtime", "apub:time", "dc.date",
    "dc.date.issued", "dcterms.issued", "date",
)  # fmt: skip
_SOURCES = ("article:source", "source", "dc.source", "dc.publisher", "publisher", "og:site_name")


def read_page(markup: str) -> tuple[str, Metadata]:
    """The text a reader sees, headings as # lines, and the page's metadata; an empty text if it shows none."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(re.sub(f"[{_PARAGRAPH}{_LINE}{_CELL}]", " ", markup))
    metadata = _metadata(tree)
    body = tree.body
    return (_lines(_Writer().write(_main(body))) if body is not None else ""), metadata


def _main(body: LexborNode) -> LexborNode:
    """The page's one <article> or <main> if it holds at least half of what stands in paragraphs, else its body."""
    found = body.css("article") or body.css("main")
    if len(found) != 1 or (body.css_matches("h1") and not found[0].css_matches("h1")):
        return body
    everything = sum(len(node.text()) for node in body.css("p"))
    return found[0] if 2 * sum(len(node.text()) for node in found[0].css("p")) >= everything > 0 else body


class _Writer:
    """Walks the page once, without recursion (pages nest thousands deep), and drops blocks that are lists of links."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.signs = self.linked = self.links = self.inside_link = self.inside_pre = 0

    def write(self, root: LexborNode) -> str:
        todo: list[tuple[LexborNode, tuple[int, ...] | None]] = [(root, None)]
        while todo:
            node, before = todo.pop()
            if before is not None:
                self._leave(node, before)
            elif node.is_text_node:
                self._text(node.text_content or "")
            elif node.is_element_node and not _furniture(node):
                todo.append((node, self._enter(node)))
                todo.extend((child, None) for child in reversed(list(_children(node))))
        return "".join(self.parts)

    def _text(self, text: str) -> None:
        count = len("".join(text.split()))
        self.signs += count
        self.linked += count if self.inside_link else 0
        self.parts.append(text.replace("\n", _LINE) if self.inside_pre else text)

    def _enter(self, node: LexborNode) -> tuple[int, ...]:
        before = (len(self.parts), self.signs, self.linked, self.links)
        tag = node.tag or ""
        self.parts.append(_break(tag))
        if re.fullmatch("h[1-6]", tag):
            self.parts.append("#" * int(tag[1]) + " ")
        self.inside_link += tag == "a"
        self.links += tag == "a"
        self.inside_pre += tag == "pre"
        return before

    def _leave(self, node: LexborNode, before: tuple[int, ...]) -> None:
        tag = node.tag or ""
        self.inside_link -= tag == "a"
        self.inside_pre -= tag == "pre"
        start, signs, linked, links = before
        if tag in _LISTS and self.links - links >= 3 and self.linked - linked >= 0.7 * (self.signs - signs):
            del self.parts[start:]
            self.signs, self.linked, self.links = signs, linked, links
        self.parts.append(_CELL if tag in ("td", "th") else _break(tag))


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _furniture(node: LexborNode) -> bool:
    tag = node.tag or ""
    if tag in _DROPPED:
        return True
    if tag in ("html", "body", "article", "main"):
        return False
    said = node.attributes
    if tag == "header" and not node.css_matches("h1, h2"):
        return True
    if "hidden" in said or said.get("aria-hidden") == "true" or "display:none" in _squeezed(said.get("style")):
        return True
    names = f"{said.get('class') or ''} {said.get('id') or ''}".lower().split()
    return (said.get("role") or "") in _ROLES or any(name in _FURNITURE for name in names)


def _squeezed(style: str | None) -> str:
    return "".join((style or "").lower().split())


def _break(tag: str) -> str:
    return _PARAGRAPH if tag in _PARAGRAPHS else _LINE if tag in _LINES or tag == "br" else ""


def _lines(marked: str) -> str:
    text = re.sub(r"[ \t\r\n\f\xa0]+", " ", _BETWEEN_HAN.sub("", marked))
    text = re.sub(f"[ {_CELL}]*([{_PARAGRAPH}{_LINE}][ {_CELL}{_PARAGRAPH}{_LINE}]*)", _ends, text)
    text = re.sub(f" *{_CELL}[ {_CELL}]*", "\t", text)
    # A heading without words, as an image has, leaves its sign alone on a line.
    return re.sub(r"^#+ *$\n*", "", text, flags=re.MULTILINE).strip(" \t\n")


def _ends(match: re.Match[str]) -> str:
    return "\n\n" if _PARAGRAPH in match[1] or match[1].count(_LINE) > 2 else "\n"


def _metadata(tree: LexborHTMLParser) -> Metadata:
    said = _said(tree)
    linked = _linked_data(tree)
    root = tree.css_first("html")
    source = next((said[name] for name in _SOURCES if said.get(name)), "")
    times = [node.attributes.get("datetime") or "" for node in tree.css("time[datetime]")]
    published = next((said[name] for name in _DATES if said.get(name)), "") or str(linked.get("datePublished") or "")
    return metadata_of({
        "title": _title(tree, said.get("og:title") or str(linked.get("headline") or "")),
        "source": re.sub(r"^\s*(?:文章)?来源\s*[:：]\s*", "", source) or _publisher(linked),
        "published": published or (times[0] if len(set(times)) == 1 else ""),
        "language": (root.attributes.get("lang") or "") if root is not None else "",
    })  # fmt: skip


def _said(tree: LexborHTMLParser) -> dict[str, str]:
    said: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        said.setdefault(name.strip().lower(), (attributes.get("content") or "").strip())
    return said


def _title(tree: LexborHTMLParser, given: str) -> str:
    headings = [" ".join(node.text(separator="").split()) for node in tree.css("h1")]
    node = tree.css_first("title")
    title = given or (" ".join(node.text().split()) if node is not None else "")
    if len(headings) == 1 and headings[0] and (not title or headings[0] in title):
        return headings[0]
    # Sites put their own name after the headline: 标题_要闻_某某网.
    return re.split(r"\s*[_|｜]\s*|\s+[-–—]\s+", title)[0] or title


def _linked_data(tree: LexborHTMLParser) -> dict[str, Any]:
    """The first schema.org object of the page that says when it was published, else an empty one."""
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            todo: list[Any] = [json.loads(node.text(), strict=False)]
        except (ValueError, RecursionError):
            continue
        while todo:
            value = todo.pop()
            if isinstance(value, dict):
                if value.get("datePublished"):
                    return value
                todo.extend(value.values())
            elif isinstance(value, list):
                todo.extend(value)
    return {}


def _publisher(linked: dict[str, Any]) -> str:
    publisher = linked.get("publisher")
    return str(publisher.get("name") or "") if isinstance(publisher, dict) else ""
