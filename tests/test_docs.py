"""What the documents say is so: every setting and command is told of, every link leads somewhere."""

import re
from pathlib import Path

import pytest

from eval.question_set import load_questions
from index.settings import Settings

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/models/**/README.md")]
    if ".venv" not in path.parts
)
README = (ROOT / "README.md").read_text(encoding="utf-8")
README_ZH = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_told_of(name: str) -> None:
    assert f"| `WENJIN_{name.upper()}` |" in README + SECURITY


@pytest.mark.parametrize("command", ["index", "ask", "serve", "eval"])
def test_every_command_is_in_both_readmes(command: str) -> None:
    assert f"wenjin {command} " in README
    assert f"wenjin {command} " in README_ZH


def test_the_two_commands_that_do_all_are_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make (\w+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(path: Path) -> None:
    missing = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()]
    assert missing == []


def test_the_readme_tells_each_default_as_it_is() -> None:
    for name in ("max_file_mb", "max_question_chars", "top_k", "threads", "port", "host", "rate"):
        default = Settings.model_fields[name].default
        assert re.search(rf"`WENJIN_{name.upper()}` \| {re.escape(str(default))} \|", README + SECURITY), name


def test_the_question_set_of_make_eval_is_one() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.search(r"^QUESTIONS \?= (\S+)$", makefile, re.MULTILINE)
    assert named and load_questions(ROOT / named[1])
