"""A data folder as training reads it, with every file, a few lines in each."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

NEWS = [
    ("青川大桥昨天通车。", "The Qingchuan bridge opened yesterday."),
    ("学校新建图书馆。", "The school built a new library."),
    ("企业数量增加了一成。", "The number of enterprises rose by a tenth."),
    ("茶叶卖到二十三个国家。", "The tea is sold in 23 countries."),
    ("去年5月，县里修好了42座老桥。", "In May last year the county repaired 42 old bridges."),
    ("全县茶农一共有3.6万户。", "There are 36,000 tea growers in the whole county."),
    ("图书馆的藏书里古籍占了12%。", "Ancient works make up 12% of what the library holds."),
    ("春茶一共卖出了8600万元。", "Spring tea worth 86 million yuan was sold in all."),
    ("青川的绿茶在全省排名第3位。", "The green tea of Qingchuan ranks 3rd in the province."),
    ("新学校有教室72间，操场2个。", "The new school has 72 classrooms and 2 playing fields."),
    ("今年还要在河上再建5座桥。", "This year another 5 bridges will be built over the river."),
]


def _squad(title: str, context: str, question: str, answer: str, start: int) -> dict[str, Any]:
    asked = {"id": f"{title}-1", "question": question, "answers": [{"text": answer, "answer_start": start}]}
    return {"title": title, "paragraphs": [{"id": title, "context": context, "qas": [asked]}]}


def _domain(id: str, title: str, text: str, answer: str) -> dict[str, Any]:
    start = text.index(answer)
    return {
        "id": id, "title": title, "source": "青川日报", "date": None, "text": text,
        "qas": [
            {"lang": "zh", "q": f"{title}多少？", "answer": answer, "answer_start": start, "kind": "quantity"},
            {"lang": "en", "q": "How many?", "answer": answer, "answer_start": start, "kind": "quantity"},
            {"lang": "en", "q": "Who?", "answer": "", "answer_start": -1, "kind": "impossible"},
        ],
    }  # fmt: skip


def write_data(folder: Path, retold: Sequence[tuple[str, int]] = ()) -> Path:
    """Writes every file into `folder`, and gives it back; `retold` is more Chinese for the English of a NEWS place."""
    more = "".join(f"{zh}\t{NEWS[place - 1][1]}\tsome\n" for zh, place in retold)
    pairs = "".join(f"{zh}\t{en}\tsome\n" for zh, en in NEWS * 4)
    files = {f"{name}.zh-en.tsv": pairs for name in ("tatoeba", "wmt_ref", "wmt_mt", "sentences", "ntrex")}
    files["wmt_mt.zh-en.tsv"] += more
    files["cedict.txt"] = (
        "# a comment\n企業 企业 [qi3 ye4] /company/firm/CL:家[jia1]/\n青川 青川 [Qing1 chuan1] /Qingchuan county/\n"
        "綠 绿 [lu:4] /green/\n川 川 [chuan1] /river/\n"
    )
    files["terms.tsv"] = "高新技术企业\thigh-tech enterprise | high-tech firm\n"
    paragraphs = [
        _squad("大橋", "去年，這座大橋全長3公里。", "大橋多長？", "3公里", 8),
        _squad("圖書館", "圖書館有五層樓，藏書七萬冊。", "有多少藏書？", "七萬冊", 11),
    ]
    files |= {f"{name}.json": json.dumps({"data": paragraphs}) for name in ("DRCD_dev", "DRCD_test", "cmrc2018_trial")}
    passages = [
        _domain("d1", "茶厂", "去年年底，全县的绿茶厂一共有61家。", "61家"),
        _domain("d2", "桥", "在青川河上新建公路桥梁7座。", "7座"),
    ]
    files |= {f"domain_{split}.jsonl": "\n".join(map(json.dumps, passages)) for split in ("train", "dev")}
    files["series.jsonl"] = json.dumps({"group": "g", "articles": [{"title": "桥", "text": "今年新建桥梁8座。"}]})
    for name, content in files.items():
        with gzip.open(folder / f"{name}.gz", "wt", encoding="utf-8") as file:
            file.write(content)
    return folder
