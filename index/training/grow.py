"""Stage 1 of the encoder: grow Chinese onto an English one.

    python -m index.training.grow DATA TEACHER WORK

TEACHER is the folder of all-MiniLM-L6-v2. Writes WORK/grown: the teacher's body, and a row for every English word kept
and every Chinese word chosen, which starts as the mean of its dictionary English. One minute.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer, WordWeights

from index.training.glosses import HAN_RUN, Glosses, read_glosses, read_places
from index.training.segmenter import Counts, count, segmenter, training_texts
from index.training.vocabulary import SPECIAL, UNKNOWN, choose, spelled, wrapped

LONGEST = 320
GLOSSES = 3
SEED = 20
READINGS = 6  # the commonest characters of a syllable
SPELLED = 0.3  # how much of a Chinese word's row is its characters, beside its English
_COMMON = 5000  # the teacher's first rows are common English: a syllable spelled like one keeps its row
_EMPTY = frozenset("a an the of to in on for and or be is sth sb one's one etc with by from at as".split())

Rows = NDArray[np.float32]


def starting_rows(teacher: Any, tokenizer: Any, glosses: Glosses, counts: Counts, data: Path) -> Rows:
    """The row of every token: the teacher's own, or what the teacher's rows make of a Chinese word's English.

    A place and its pinyin share a row of their own; a syllable leans on the common characters read so.
    """
    theirs = teacher.tokenizer.get_vocab()
    given = teacher[0].auto_model.get_input_embeddings().weight.detach().numpy()
    ours: dict[str, int] = tokenizer.get_vocab()
    length = float(np.median(np.linalg.norm(given, axis=1)))
    rows = np.zeros((len(ours), given.shape[1]), dtype=np.float32)
    for token, place in ours.items():
        if not HAN_RUN.fullmatch(token):
            rows[place] = _english(token, teacher.tokenizer, theirs, given)
    characters = [token for token in ours if HAN_RUN.fullmatch(token) and len(token) == 1]
    for token in sorted(characters) + sorted(token for token in ours if HAN_RUN.fullmatch(token) and len(token) > 1):
        meant = _unit(_meant(glosses.get(token, ()), teacher.tokenizer, given))
        signs = [rows[ours[sign]] for sign in token if sign in ours and len(token) > 1]
        row = meant + (SPELLED if meant.any() else 1.0) * _unit(sum(signs, np.zeros_like(rows[0])))
        rows[ours[token]] = length * _unit(row) if row.any() else given[theirs[UNKNOWN]]
    _name(rows, ours, theirs, read_places(data), length)
    for syllable, read in spelled(data).items():
        known = sorted((sign for sign in read if sign in ours), key=lambda sign: (-counts.characters[sign], sign))
        if known and (syllable not in theirs or theirs[syllable] > _COMMON):
            heard = sum((rows[ours[sign]] for sign in known[:READINGS]), np.zeros_like(rows[0]))
            rows[ours[syllable]] = length * _unit(_unit(rows[ours[syllable]]) + _unit(heard))
    return rows


def weights(tokenizer: Any, counts: Counts) -> dict[str, float]:
    """How much each token counts in the mean of a text: more the rarer it is."""
    rarity = {token: math.log(counts.total / (counts.texts[token] + 1)) for token in tokenizer.get_vocab()}
    common = float(np.mean([min(rarity[token], 6.0) for token in rarity]))
    return {token: 0.3 if token in SPECIAL else min(rare, 8.0) / common for token, rare in rarity.items()}


def grow(teacher: Any, tokenizer: Any, rows: Rows, weighed: dict[str, float], folder: Path) -> SentenceTransformer:
    """The teacher's body with our rows and our tokenizer, as a model of sentence-transformers' own modules."""
    import torch
    from transformers import BertModel

    config = teacher[0].auto_model.config
    config.vocab_size, config.pad_token_id = len(rows), 0
    config.hidden_act = "gelu_pytorch_tanh"  # as near as makes no difference, and quick without torch
    body = BertModel(config, add_pooling_layer=False)
    kept = {name: value for name, value in teacher[0].auto_model.state_dict().items() if "pooler" not in name}
    kept["embeddings.word_embeddings.weight"] = torch.from_numpy(rows)
    body.load_state_dict(kept)
    body.save_pretrained(folder / "body")
    tokenizer.save_pretrained(folder / "body")
    read = Transformer(str(folder / "body"), max_seq_length=LONGEST)
    places = tokenizer.get_vocab()
    ordered = sorted(places, key=places.__getitem__)
    weigh = WordWeights(ordered, weighed)
    mean = Pooling(rows.shape[1], pooling_mode="mean")
    return SentenceTransformer(modules=[read, weigh, mean, Normalize()], device="cpu")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name in ("data", "teacher", "work"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    teacher = SentenceTransformer(str(given.teacher), device="cpu")
    glosses = read_glosses(given.data)
    counts = count(training_texts(given.data), segmenter(given.data))
    tokenizer = wrapped(choose(teacher.tokenizer.get_vocab(), counts, glosses, given.data), LONGEST)
    rows = starting_rows(teacher, tokenizer, glosses, counts, given.data)
    model = grow(teacher, tokenizer, rows, weights(tokenizer, counts), given.work)
    model.save(str(given.work / "grown"), create_model_card=False)


def _english(token: str, tokenizer: Any, theirs: dict[str, int], given: Rows) -> Rows:
    """The teacher's row of an English token, of its ending, or the mean of what the teacher cuts it into."""
    for form in (token, f"##{token}"):
        if form in theirs:
            return np.asarray(given[theirs[form]])
    return np.asarray(given[tokenizer(token, add_special_tokens=False)["input_ids"]].mean(axis=0))


def _name(
    rows: Rows, ours: dict[str, int], theirs: dict[str, int], places: Mapping[str, Sequence[str]], length: float
) -> None:
    """Gives every place that the teacher has no row for one of its own, the same in both languages."""
    drawn = np.random.default_rng(SEED)
    for latin, words in sorted(places.items()):
        own = _unit(np.asarray(drawn.standard_normal(rows.shape[1]), dtype=np.float32))
        if latin not in theirs:
            for token in (latin, *words):
                rows[ours[token]] = length * _unit(0.8 * own + 0.6 * _unit(rows[ours[token]]))


def _unit(vector: Rows) -> Rows:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


def _meant(glosses: Sequence[str], tokenizer: Any, rows: Rows) -> Rows:
    found = np.zeros(rows.shape[1], dtype=np.float32)
    for rank, gloss in enumerate(glosses[:GLOSSES], 1):
        words = " ".join(word for word in gloss.split() if word not in _EMPTY) or gloss
        ids = tokenizer(words, add_special_tokens=False)["input_ids"]
        if ids:
            found += rows[ids].mean(axis=0) / rank
    return found


if __name__ == "__main__":
    main()
