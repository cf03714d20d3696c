"""The tools over MCP, by a real client to the real server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

QUESTION = "临江区有多少家重点实验室？"


def with_client(server: str, use: Callable[[Any], Awaitable[Any]]) -> Any:
    from fastmcp import Client

    async def used() -> Any:
        async with Client(f"{server}/mcp") as client:
            return await use(client)

    return asyncio.run(used())


def test_the_two_tools_are_offered_with_their_fields(real_server: str) -> None:
    tools = {tool.name: tool for tool in with_client(real_server, lambda client: client.list_tools())}
    assert set(tools) == {"ask", "search"}
    told = tools["ask"].model_dump()
    (schema,) = (told[name] for name in ("inputSchema", "input_schema") if name in told)
    assert set(schema["properties"]) == {"question", "history", "k", "as_of", "articles"}
    assert schema["required"] == ["question"]


def test_ask_gives_what_post_ask_gives(real_server: str) -> None:
    made = with_client(real_server, lambda client: client.call_tool("ask", {"question": QUESTION}))
    plain = httpx.post(f"{real_server}/ask", json={"question": QUESTION}, timeout=30).json()
    told = made.structured_content
    assert {**told, "timings": None} == {**plain, "timings": None}
    assert told["citations"][0]["answer"]["text"] == "41家"


def test_ask_takes_the_options_of_post_ask(real_server: str) -> None:
    options = {"question": "那工程技术中心呢？", "history": [QUESTION], "k": 2, "as_of": "2023-04-20"}
    made = with_client(real_server, lambda client: client.call_tool("ask", options))
    assert made.structured_content["answer"].startswith("86家")


def test_search_gives_passages_best_first_and_no_answer(real_server: str) -> None:
    made = with_client(real_server, lambda client: client.call_tool("search", {"query": "望月桥 修桥", "k": 1}))
    (found,) = made.structured_content["passages"]
    assert found["title"] == "望月桥修好了" and "3200万元" in found["passage"] and found["lexical"] > 0


def test_a_question_that_cannot_be_asked_is_told_with_its_cure(real_server: str) -> None:
    from fastmcp.exceptions import ToolError

    with pytest.raises(ToolError, match=r"The question is empty\. Write a question"):
        with_client(real_server, lambda client: client.call_tool("ask", {"question": " "}))
