"""Words for the grown encoder: the teacher's English, Chinese words and characters, and one tokenizer for both."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.training.corpus import read_cedict
from index.training.glosses import Glosses, read_places, syllables
from index.training.segmenter import YEARS, Counts, common_characters, common_words, make_tokenizer

PAD, UNKNOWN, FIRST, LAST = SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
ROWS = 46_000
CHARACTERS = 5_000
ENGLISH = 13_500
ENDINGS = 1_500
_NAME = -11.0  # a syllable of pinyin, or a place written in one word of it: rather than any cut of it
_LONGEST_SYLLABLE = 6
_WORD = re.compile(r"[a-zà-ÿ]{2,}")
_NUMBER = re.compile(r"\d{1,4}")
_ENDING = re.compile(r"##([a-zà-ÿ]+)")


def choose(teacher: Mapping[str, int], counts: Counts, glosses: Glosses, data: Path) -> dict[str, float]:
    """The pieces that get a row, each with its log-probability: `ROWS` of them with the special ones.

    The teacher's rows stand in order of how common they are, so its place tells how likely an English word is.
    """
    ordered = sorted(teacher, key=teacher.__getitem__)
    words = [piece for piece in ordered if _WORD.fullmatch(piece)][:ENGLISH]
    endings = [match[1] for match in map(_ENDING.fullmatch, ordered) if match][:ENDINGS]
    numbers = {piece for piece in ordered if _NUMBER.fullmatch(piece)} | set(map(str, YEARS))
    pieces = dict.fromkeys("abcdefghijklmnopqrstuvwxyz0123456789", -16.0)
    pieces |= dict.fromkeys(sorted(spelled(data)), _NAME)
    pieces |= {piece: -13 - rank / len(endings) for rank, piece in enumerate(endings) if len(piece) > 1}
    pieces |= {word: -math.log(rank + 10) for rank, word in enumerate(words)}
    pieces |= {number: -8.0 for number in sorted(numbers) if len(number) > 1}
    pieces |= common_characters(counts, glosses, CHARACTERS)
    places = read_places(data)
    named = dict.fromkeys([*places, *(word for words in places.values() for word in words)], _NAME) | pieces
    return named | common_words(counts, glosses, data, ROWS - len(SPECIAL) - len(named))


def spelled(data: Path) -> dict[str, list[str]]:
    """Every syllable of pinyin, with the characters read so."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for entry in read_cedict(data):
        for syllable in syllables(entry) if len(entry.simplified) == 1 else ():
            if 1 < len(syllable) <= _LONGEST_SYLLABLE:
                found[syllable].append(entry.simplified)
    return {syllable: list(dict.fromkeys(signs)) for syllable, signs in found.items()}


def wrapped(pieces: dict[str, float], longest: int) -> Any:
    """A tokenizer as BERT's body expects it: a mark before and after, padding, at most `longest` tokens."""
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    tokenizer = make_tokenizer(pieces, SPECIAL)
    ends = [(sign, tokenizer.token_to_id(sign)) for sign in (FIRST, LAST)]
    tokenizer.post_processor = TemplateProcessing(single=f"{FIRST} $A {LAST}", special_tokens=ends)
    made: Any = PreTrainedTokenizerFast
    return made(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        unk_token=UNKNOWN,
        cls_token=FIRST,
        sep_token=LAST,
        model_max_length=longest,
        model_input_names=["input_ids", "attention_mask"],
    )
