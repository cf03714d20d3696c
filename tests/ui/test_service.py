"""The service as another program uses it: the real library behind a real server, in every form an answer has."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest

from tests.stories import HALF_YEAR

QUESTION = "临江区有多少家重点实验室？"


@pytest.fixture
def http(real_server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=real_server, timeout=30) as client:
        yield client


def asked(http: httpx.Client, question: str = QUESTION, **more: Any) -> dict[str, Any]:
    told = http.post("/ask", json={"question": question, **more})
    assert told.status_code == 200, told.text
    return dict(told.json())


def upload(http: httpx.Client, name: str, text: str | bytes) -> httpx.Response:
    data = text.encode() if isinstance(text, str) else text
    return http.post("/articles", files={"file": (name, data)})


def untimed(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "timings": sorted(answer["timings"])}


# --- /ask ---


def test_a_citation_and_a_figure_have_what_a_program_needs(http: httpx.Client) -> None:
    told = asked(http)
    cited, figure = told["citations"][0], told["figures"][0]
    assert (figure["value"], figure["unit"], figure["citation"]) == ("41", "家", 0)
    assert figure["citation_id"] == cited["id"] and len(cited["id"]) == 16
    article = http.get(f"/articles/{cited['article_id']}").json()
    span = cited["answer"]["in_article"]
    assert article["text"][span["start"] : span["end"]] == cited["answer"]["text"] == "41家"
    assert asked(http)["citations"][0]["id"] == cited["id"]
    assert len({each["id"] for each in told["citations"]}) == len(told["citations"])


def test_as_of_a_day_and_of_some_articles(http: httpx.Client) -> None:
    ids = {article["file"]: article["id"] for article in http.get("/articles").json()["articles"]}
    assert asked(http, as_of="2023-04-20")["abstained"] is False
    early = asked(http, as_of="2023-04-19")
    assert early["abstained"] is True and {each["file"] for each in early["citations"]} <= {"older.md"}
    held = asked(http, articles=[ids["older.md"]])
    assert {each["article_id"] for each in held["citations"]} <= {ids["older.md"]} and held["abstained"] is True


BAD = [
    ({"as_of": 0}, "as_of cannot be used"),
    ({"as_of": "yesterday"}, "write a day as 2023-02-28"),
    ({"as_of": "2023-02-30"}, "as_of cannot be used"),
    ({"as_of": "20230228"}, "as_of cannot be used"),
    ({"articles": "x"}, "articles cannot be used"),
    ({"articles": ["x" * 101]}, "articles.0 cannot be used"),
    ({"articles": ["nothing"]}, "no article 'nothing'"),
]


@pytest.mark.parametrize(("option", "words"), BAD, ids=lambda value: str(value)[:30])
def test_an_option_that_cannot_be_used_is_named(http: httpx.Client, option: dict[str, Any], words: str) -> None:
    refused = http.post("/ask", json={"question": QUESTION, **option})
    assert refused.status_code == 422 and words in refused.json()["error"] and refused.json()["cure"]


def events(stream: str) -> list[tuple[str, str]]:
    blocks = [block for block in stream.split("\n\n") if block.strip()]
    fields = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [(field.get("event", ""), field["data"]) for field in fields]


@pytest.mark.parametrize("question", [QUESTION, "How many key laboratories does Linjiang have?", "望月桥谁设计的？"])
def test_every_mode_tells_the_same_answer_with_the_same_citations(http: httpx.Client, question: str) -> None:
    plain = asked(http, question)
    streamed = http.post("/ask", json={"question": question}, headers={"accept": "text/event-stream"})
    assert streamed.headers["content-type"].startswith("text/event-stream")
    *texts, (last, whole) = events(streamed.text)
    assert len(texts) > 3 and {name for name, _ in texts} == {"text"} and last == "answer"
    assert "".join(json.loads(data)["text"] for _, data in texts) == plain["answer"]
    chat = {"messages": [{"role": "user", "content": question}], "model": "wenjin"}
    completed = http.post("/v1/chat/completions", json=chat).json()
    assert untimed(json.loads(whole)) == untimed(plain) == untimed(completed["wenjin"])
    assert completed["choices"][0]["message"]["content"].startswith(plain["answer"])


def test_a_refusal_is_no_stream(http: httpx.Client) -> None:
    refused = http.post("/ask", json={"question": " "}, headers={"accept": "text/event-stream"})
    assert refused.status_code == 422 and set(refused.json()) == {"error", "cure"}


# --- chat clients ---


@pytest.fixture
def client(real_server: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{real_server}/v1", api_key="none", max_retries=0) as made:
        yield made


def test_a_chat_client_gets_marks_sources_and_the_whole_answer(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["wenjin"]
    made = client.chat.completions.create(
        model="wenjin",
        temperature=0.2,
        messages=[{"role": "system", "content": "x"}, {"role": "user", "content": QUESTION}],
    )
    text = made.choices[0].message.content or ""
    assert text.startswith("41家") and "[1]" in text and "[1] 《临江区一季度数据出炉》 临江日报 2023-04-20" in text
    assert made.choices[0].finish_reason == "stop"
    told = (made.model_extra or {})["wenjin"]
    assert told["citations"][0]["answer"]["text"] == "41家" and told["figures"][0]["value"] == "41"


def test_a_chat_client_streams_the_same_text(client: openai.OpenAI) -> None:
    messages: Any = [{"role": "user", "content": [{"type": "text", "text": QUESTION}]}]
    whole = client.chat.completions.create(model="wenjin", messages=messages)
    chunks = list(client.chat.completions.create(model="wenjin", messages=messages, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole.choices[0].message.content
    assert [chunk.choices[0].finish_reason for chunk in chunks] == [None] * (len(chunks) - 1) + ["stop"]
    told = (chunks[-1].model_extra or {})["wenjin"]
    assert untimed(told) == untimed((whole.model_extra or {})["wenjin"])


def test_the_earlier_questions_of_a_chat_are_its_history(client: openai.OpenAI) -> None:
    messages: Any = [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": "41家"},
        {"role": "user", "content": "那工程技术中心呢？"},
    ]
    made = client.chat.completions.create(model="wenjin", messages=messages)
    assert (made.choices[0].message.content or "").startswith("86家")


def test_an_answer_that_abstains_cites_nothing(client: openai.OpenAI) -> None:
    made = client.chat.completions.create(
        model="wenjin", messages=[{"role": "user", "content": "巴黎有多少座地铁站？"}]
    )
    assert "[1]" not in (made.choices[0].message.content or "")
    assert (made.model_extra or {})["wenjin"]["abstained"] is True


@pytest.mark.parametrize("messages", [[], [{"role": "user", "content": " "}], [{"role": "system", "content": "hi"}]])
def test_a_chat_in_which_nobody_asks_is_refused(client: openai.OpenAI, messages: Any) -> None:
    with pytest.raises(openai.UnprocessableEntityError):
        client.chat.completions.create(model="wenjin", messages=messages)


# --- articles ---


def test_an_upload_is_asked_about_at_once_removed_and_restored(http: httpx.Client, real_folder: Path) -> None:
    lying = {path.name for path in real_folder.iterdir()}
    began = time.monotonic()
    made = upload(http, "../../second.md", HALF_YEAR)
    assert made.status_code == 201, made.text
    added = made.json()
    assert added["state"] == "done" and added["file"] == ".uploads/second.md" and added["passages"] >= 1
    assert asked(http)["figures"][0]["text"] == "47家" and time.monotonic() - began < 20
    listed = {article["id"]: article for article in http.get("/articles").json()["articles"]}
    assert (
        listed[added["articles"][0]]["uploaded"] is True
        and listed[added["articles"][0]]["title"] == "临江区上半年再添新园"
    )
    removed = http.delete(f"/articles/{added['articles'][0]}")
    assert removed.json() == {"file": ".uploads/second.md", "articles": added["articles"]}
    assert asked(http)["figures"][0]["text"] == "41家"
    assert http.get("/articles").json()["removed"] == [".uploads/second.md"]
    assert http.get(f"/articles/{added['articles'][0]}").status_code == 404
    assert http.post("/articles/restore", json={"file": ".uploads/second.md"}).json() == added
    assert asked(http)["figures"][0]["text"] == "47家"
    http.delete(f"/articles/{added['articles'][0]}")
    assert {path.name for path in real_folder.iterdir()} == lying


def test_an_article_is_read_with_the_offsets_of_its_passages(http: httpx.Client) -> None:
    listed = http.get("/articles").json()
    assert listed["index_version"] == http.get("/health").json()["index_version"] and listed["unread"] == []
    for each in listed["articles"]:
        article = http.get(f"/articles/{each['id']}").json()
        assert len(article["passages"]) == each["passages"]
        assert all(article["text"][p["start"] : p["end"]] for p in article["passages"])
        assert article["passages"][-1]["end"] == len(article["text"])


BAD_UPLOADS = [
    ("virus.exe", b"MZ", "not a format"),
    ("empty.txt", b"", "empty"),
    ("liar.pdf", b"not a pdf", "named .pdf but is"),
    ("large.txt", b"x" * 1_050_000, "too large"),
    (".txt", b"x", "does not end in a format"),
]


@pytest.mark.parametrize(("name", "data", "words"), BAD_UPLOADS, ids=[name for name, _, _ in BAD_UPLOADS])
def test_an_upload_that_cannot_be_used_is_refused(http: httpx.Client, name: str, data: bytes, words: str) -> None:
    refused = upload(http, name, data)
    assert refused.status_code == 422 and words in refused.json()["error"], refused.text
    assert refused.json()["cure"]


def test_an_upload_beyond_the_limit_is_refused_before_it_is_read(http: httpx.Client) -> None:
    refused = upload(http, "larger.txt", b"x" * 1_200_000)
    assert refused.status_code == 413 and set(refused.json()) == {"error", "cure"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/articles/nothing", 404),
        ("DELETE", "/articles/nothing", 404),
        ("GET", "/articles/uploads/nothing", 404),
        ("PUT", "/articles", 405),
        ("POST", "/articles/nothing", 405),
        ("GET", "/articles/restore", 405),
        ("DELETE", "/articles/rebuild", 405),
        ("POST", "/articles", 422),
        ("POST", "/articles/restore", 422),
        ("POST", "/v1/models", 405),
        ("GET", "/v1/chat/completions", 405),
    ],
)
def test_every_refusal_is_told_in_one_form(http: httpx.Client, method: str, path: str, status: int) -> None:
    refused = http.request(method, path)
    assert refused.status_code == status and set(refused.json()) == {"error", "cure"} and refused.json()["cure"]


def test_a_file_put_into_the_folder_is_taken_up(http: httpx.Client, real_folder: Path) -> None:
    (real_folder / "third.md").write_text(HALF_YEAR.replace("47家", "58家"), encoding="utf-8")
    assert http.post("/articles/rebuild").json()["added"] == ["third.md"]
    assert asked(http)["figures"][0]["text"] == "58家"
    (real_folder / "third.md").unlink()
    assert http.post("/articles/rebuild").json()["removed"] == ["third.md"]


# --- watching it ---


def test_ready_and_metrics_tell_what_was_asked(http: httpx.Client) -> None:
    assert http.get("/ready").json()["articles"] == 2
    before = counted(http)
    asked(http)
    asked(http, "巴黎有多少座地铁站？")
    after = counted(http)
    grown = {name: after[name] - before.get(name, 0) for name in after}
    assert (
        grown['wenjin_questions_total{outcome="answered"}'] == grown['wenjin_questions_total{outcome="abstained"}'] == 1
    )
    assert sum(grown[name] for name in grown if name.startswith("wenjin_abstentions_total")) == 1
    assert grown['wenjin_http_requests_total{method="POST",route="/ask",status="200"}'] == 2
    for step in ("understand", "retrieve", "read", "write"):
        assert grown[f'wenjin_step_seconds_count{{step="{step}"}}'] == 2
    assert after["wenjin_index_articles"] == 2 and after["wenjin_waiting"] == 0


def counted(http: httpx.Client) -> dict[str, float]:
    lines = [line for line in http.get("/metrics").text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_every_response_carries_a_request_id(http: httpx.Client) -> None:
    ids = {http.get(path).headers["x-request-id"] for path in ("/", "/health", "/ask", "/articles/nothing")}
    assert len(ids) == 4 and all(ids)
    assert http.get("/health", headers={"x-request-id": "mine-7"}).headers["x-request-id"] == "mine-7"
    assert http.get("/health", headers={"x-request-id": "a b\\n"}).headers["x-request-id"] != "a b\\n"
