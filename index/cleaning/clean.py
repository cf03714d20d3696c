"""One raw text → its articles: lines read, furniture dropped, credits lifted, paragraphs unwrapped, cut sentences
joined, stories parted and dated. Every step hands back the repairs it made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from index.article import Article, Language, Repair
from index.cleaning.blocks import Block
from index.cleaning.credits import lift_lines
from index.cleaning.furniture import drop_furniture
from index.cleaning.headlines import first_words, says, trim_title
from index.cleaning.joins import join_cut
from index.cleaning.lines import lines_of
from index.cleaning.repairs import close_figures, lift_names, read_markdown
from index.cleaning.signs import han_share
from index.cleaning.stories import Story, part, title_repairs
from index.cleaning.textmap import Mapped
from index.cleaning.unwrap import unwrap
from index.dating.dates import date_article
from index.errors import UnreadableFile
from index.files.sources import RawText


@dataclass(frozen=True, slots=True)
class _Draft:
    """A story with its title and text; `lifted`: its headline stands in the title alone."""

    story: Story
    title: str
    text: Mapped
    lifted: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One repair and where in the raw file it begins: line and column count from 1."""

    name: str
    line: int
    column: int
    words: str

    def __str__(self) -> str:
        return f"{self.line}:{self.column}  {self.name}: {self.words}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What cleaning made of one file: its stories, and every repair in file order."""

    file: str
    articles: tuple[Article, ...]
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        stories = (
            f"{number}. {article.title} ({len(article.text)} characters, {_dated(article)})"
            for number, article in enumerate(self.articles, 1)
        )
        return "\n".join((self.file, *stories, *map(str, self.findings)))


def articles_of(raw: RawText) -> tuple[Article, ...]:
    """The articles of one file, in reading order. Raises UnreadableFile where nothing readable is left."""
    blocks, repairs = _blocks(raw)
    stories = [story for story in part(blocks) if any(map(_says_something, story.blocks))]
    if not stories:
        raise UnreadableFile(f"{raw.file} holds no article text.", "Remove it, or check what it was saved from.")
    drafts = [_draft(story, raw, len(stories) == 1) for story in stories]
    repairs += [repair for draft in drafts if draft.lifted for repair in title_repairs(draft.story)]
    return tuple(_articles(raw, drafts, repairs))


def explain(raw: RawText) -> Explanation:
    """The repairs made to one file and where, and the articles found. Raises UnreadableFile as `articles_of` does."""
    articles = articles_of(raw)
    made = {repair for article in articles for repair in article.repairs}
    repairs = sorted(made, key=lambda repair: (repair.start, repair.end, repair.name, repair.note))
    starts = [0, *(match.end() for match in re.finditer("\n", raw.text))]
    return Explanation(raw.file, articles, tuple(_findings(repairs, starts)))


def _blocks(raw: RawText) -> tuple[list[Block], list[Repair]]:
    """The page's blocks in reading order, repaired."""
    lines, repairs = lines_of(raw)
    kept, dropped = drop_furniture(lines)
    items, lifted = lift_lines(kept)
    blocks, unwrapped = unwrap(items)
    blocks, named = lift_names(blocks)
    blocks, joined = join_cut(blocks)
    blocks, closed = close_figures(blocks, wrapped=bool(unwrapped))
    if raw.format == "md":
        blocks = read_markdown(blocks)
    return blocks, [*repairs, *dropped, *lifted, *unwrapped, *named, *joined, *closed]


def _says_something(block: Block) -> bool:
    return any(sign.isalnum() for sign in block.text)


def _draft(story: Story, raw: RawText, alone: bool) -> _Draft:
    """A story's title and text: the file's own title wins for a story that is alone, then its headline."""
    given = trim_title(raw.metadata.title)
    same = says(given, story.title)
    wins = bool(given) and (alone or same)
    lifted = bool(story.body) and bool(story.headline) and (same or not wins)
    text = _text(story.body if lifted else story.blocks)
    return _Draft(story, (given if wins else story.title) or first_words(text.text, raw.file), text, lifted)


def _text(blocks: Sequence[Block]) -> Mapped:
    """The blocks as one text: a blank line between paragraphs, none between a heading and what it heads."""
    parts: list[Mapped] = []
    for index, block in enumerate(blocks):
        if index:
            before = blocks[index - 1]
            tight = before.is_head or (before.kind == block.kind == "row")
            parts.append(Mapped.added("\n" if tight else "\n\n"))
        parts.append(block.words)
    return Mapped.join(parts)


def _articles(raw: RawText, drafts: Sequence[_Draft], repairs: Sequence[Repair]) -> Iterator[Article]:
    seen: set[str] = set()
    starts = sorted(draft.story.raw_start for draft in drafts)
    for draft in drafts:
        title, text = draft.title, draft.text.text
        key = sha256(f"{title}\n{text}".encode()).hexdigest()[:12]
        if key in seen:
            continue
        seen.add(key)
        others = [other.text.text for other in drafts if other is not draft]
        yield Article(
            id=key,
            title=title,
            text=text,
            file=raw.file,
            source=raw.metadata.source or draft.story.source,
            language=_language(raw, text),
            dating=date_article(title, text, raw.metadata, draft.story.printed, others),
            pieces=draft.text.pieces(),
            marks=raw.marks,
            repairs=tuple(_of_story(repairs, starts, draft.story)),
        )


def _of_story(repairs: Iterable[Repair], starts: Sequence[int], story: Story) -> Iterator[Repair]:
    """The repairs from where a story begins in the file to where the next does; the first has those before it too."""
    at = starts.index(story.raw_start)
    low = story.raw_start if at else 0
    high = starts[at + 1] if at + 1 < len(starts) else None
    for repair in sorted(repairs, key=lambda made: (made.start, made.end)):
        if low <= repair.start and (high is None or repair.start < high):
            yield repair


def _language(raw: RawText, text: str) -> Language:
    given = raw.metadata.language.lower()[:2]
    if given in ("zh", "en"):
        return "zh" if given == "zh" else "en"
    return "zh" if han_share(text) >= 0.5 else "en"


def _findings(repairs: Iterable[Repair], starts: Sequence[int]) -> Iterator[Finding]:
    from bisect import bisect_right

    for repair in repairs:
        line = bisect_right(starts, repair.start)
        yield Finding(repair.name, line, repair.start - starts[line - 1] + 1, repair.note)


def _dated(article: Article) -> str:
    return f"{article.dating.period}, {article.dating.basis}" if article.dating else "undated"
