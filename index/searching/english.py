"""English words folded to the forms the translation table knows; no dictionary, only endings."""

from __future__ import annotations

# Words that carry no subject: they ask, join or point. A question of nothing else is not translated.
ASKING = frozenset(
    "a an the this that these those of in on at by for to from with and or as than then so is are was were be been"
    " being am has have had do does did will would can could may might shall should it its they them their there he"
    " him his she her we us our you your i me my how many much what which who whom whose when where why please".split()
)
MONTHS = {
    name: f"{number}月"
    for number, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"), 1)
}  # fmt: skip
_HISSING = ("ss", "x", "z", "ch", "sh")
_LATIN = {word + "es": word for word in ("bus", "bonus", "campus", "census", "focus", "gas", "status", "virus")}


def singular(word: str) -> str:
    """The word without a plural ending: enterprises → enterprise, cities → city; bus, glass and basis stay."""
    if word in _LATIN:
        return _LATIN[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("es") and word[:-2].endswith(_HISSING):
        return word[:-2]
    return word[:-1]


def base_forms(word: str) -> tuple[str, ...]:
    """The words that `word` may be a form of, likeliest first: signed → sign, signe; planned → plan, planne."""
    found = [singular(word)]
    for ending in ("ed", "ing", "er", "ly"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            found += _restored(stem, ending)
    if word.endswith("es"):
        found.append(word[:-1])
    return tuple(form for form in dict.fromkeys(found) if form != word)


def _restored(stem: str, ending: str) -> list[str]:
    if ending == "ly":
        return [stem]
    if stem[-1] == stem[-2] and stem[-1] not in "sl":
        return [stem[:-1], stem]
    if stem.endswith("i") and ending == "ed":
        return [stem[:-1] + "y", stem]
    return (
        [stem, stem + "e"]
        if stem[-1] in "wxy" or stem.endswith(("ss", "ll", "nt", "nd", "rt", "ct"))
        else [stem + "e", stem]
    )
