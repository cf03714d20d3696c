"""A page with several stories is parted into them; sections, captions and ledes part nothing."""

from __future__ import annotations

import pytest

from index.article import Article
from index.cleaning.clean import articles_of
from index.files.sources import Metadata, RawText

SCHOOL = (
    "全县今年新增学位一万两千个，村小都通了校车，来回只要四十分钟，家长不用再请假接送孩子。",
    "校车司机每天出车前要吹酒精检测仪，跟车老师由退休教师担任，每月补贴八百元。",
)
BRIDGE = (
    "柳河上的两座新桥昨天同时通车，主跨都是一百八十米，两岸居民过河由半小时缩短到五分钟。",
    "新桥用了耐候钢，不刷油漆，设计寿命一百二十年，桥下留出了候鸟飞行的通道。",
)


def articles(*blocks: str, form: str = "txt", **metadata: str) -> tuple[Article, ...]:
    return articles_of(RawText("page." + form, "\n\n".join(blocks), form, Metadata(**metadata)))


def titles(*blocks: str) -> list[str]:
    return [article.title for article in articles(*blocks)]


def test_a_dateline_after_a_marked_heading_opens_a_story() -> None:
    assert titles("# 校车进村", *SCHOOL, "## 两桥通车", "本报讯（记者 古月） " + BRIDGE[0]) == ["校车进村", "两桥通车"]


def test_a_dateline_after_a_line_alone_opens_a_story() -> None:
    assert titles("校车进村", *SCHOOL, "两桥通车", "本报讯（记者 古月） " + BRIDGE[0]) == ["校车进村", "两桥通车"]


def test_a_source_and_time_under_a_headline_open_a_story() -> None:
    first, second = articles(
        "校车进村", "来源：青岭晚报 2021-03-06 08:00", *SCHOOL, "两桥通车", "来源：河湾日报 2021-03-07 09:00", *BRIDGE
    )
    assert (first.source, second.source) == ("青岭晚报", "河湾日报")
    assert [str(article.dating.period) for article in (first, second) if article.dating] == ["2021-03-06", "2021-03-07"]


def test_two_headings_of_the_first_level_head_two_stories() -> None:
    assert titles("# 校车进村", *SCHOOL, "# 两桥通车", *BRIDGE) == ["校车进村", "两桥通车"]


def test_a_heading_above_the_sections_opens_a_story_on_another_subject() -> None:
    blocks = ("# 校车进村", "### 路线", SCHOOL[0], "### 司机", SCHOOL[1], "## 两桥通车", *BRIDGE)
    assert titles(*blocks) == ["校车进村", "两桥通车"]


def test_sections_of_one_story_do_not_part_it() -> None:
    blocks = ("# 校车进村", "## 路线", SCHOOL[0], "## 司机", SCHOOL[1])
    assert titles(*blocks) == ["校车进村"]


def test_numbered_headings_of_the_first_level_are_sections() -> None:
    blocks = ("# 县里的三本账", "# 一、学位账", *SCHOOL, "# 二、出行账", *BRIDGE)
    assert titles(*blocks) == ["县里的三本账"]


def test_a_picture_credit_under_a_caption_opens_nothing() -> None:
    blocks = ("校车进村", SCHOOL[0], "孩子们排队上车", "本报记者 路遥 摄", SCHOOL[1])
    assert titles(*blocks) == ["校车进村"]


def test_a_byline_at_the_end_of_a_section_opens_nothing() -> None:
    blocks = ("# 校车进村", "## 路线", SCHOOL[0], "本报记者 路遥 通讯员 古月", "## 司机", SCHOOL[1])
    assert titles(*blocks) == ["校车进村"]


def test_after_an_editors_line_a_line_alone_opens_a_story() -> None:
    assert titles("校车进村", *SCHOOL, "（责任编辑：木子）", "两桥通车", *BRIDGE) == ["校车进村", "两桥通车"]


def test_a_line_alone_without_such_a_sign_opens_nothing() -> None:
    assert titles("校车进村", *SCHOOL, "两桥通车", *BRIDGE) == ["校车进村"]


def test_a_caption_before_a_storys_headline_stays_with_the_story_before() -> None:
    first, second = articles(
        "# 校车进村", *SCHOOL, "孩子们在新校车前合影留念，后面是村小的新校门", "# 两桥通车", "本报讯 " + BRIDGE[0]
    )
    assert first.text.endswith("新校门")
    assert second.text == BRIDGE[0]


def test_a_short_kicker_before_a_later_headline_is_of_its_story() -> None:
    first, second = articles("# 校车进村", *SCHOOL, "畅通河湾", "# 两桥通车", "本报讯 " + BRIDGE[0])
    assert first.text.endswith(SCHOOL[1])
    assert second.text == f"畅通河湾\n{BRIDGE[0]}"


@pytest.mark.parametrize("heading", ["# 校车进村", "## 校车进村\n\n——访校车队长古月", "校车进村\n——访校车队长古月"])
def test_a_headline_below_its_lede_is_of_one_story(heading: str) -> None:
    (article,) = articles(SCHOOL[0], heading, SCHOOL[1])
    assert article.title.startswith("校车进村")
    assert article.text == "\n\n".join(SCHOOL)


def test_a_page_that_begins_inside_a_story_keeps_its_end_as_one() -> None:
    first, second = articles(*SCHOOL, "# 两桥通车", "本报讯（记者 古月） " + BRIDGE[0])
    assert first.text == "\n\n".join(SCHOOL)
    assert (second.title, second.text) == ("两桥通车", BRIDGE[0])


def test_a_story_without_a_headline_is_named_by_its_file_or_its_first_words() -> None:
    text = "\n\n".join(SCHOOL)
    assert articles_of(RawText("校车进村调查.txt", text, "txt"))[0].title == "校车进村调查"
    assert articles_of(RawText("a7f3.txt", text, "txt"))[0].title == "全县今年新增学位一万两千个，村小都通了校车"


def test_the_files_own_title_wins_and_the_other_headline_stays_in_the_text() -> None:
    (article,) = articles("# 校车进村", *SCHOOL, form="md", title="村里来了校车")
    assert article.title == "村里来了校车"
    assert article.text == "校车进村\n" + "\n\n".join(SCHOOL)


def test_the_files_own_title_is_no_title_for_each_of_several_stories() -> None:
    found = articles("# 校车进村", *SCHOOL, "# 两桥通车", *BRIDGE, form="md", title="青岭晚报一版")
    assert [article.title for article in found] == ["校车进村", "两桥通车"]


def test_a_headline_and_nothing_else_is_a_story() -> None:
    (article,) = articles("校车进村")
    assert (article.title, article.text) == ("校车进村", "校车进村")


def test_the_same_story_twice_is_one() -> None:
    assert titles("# 校车进村", *SCHOOL, "# 校车进村", *SCHOOL) == ["校车进村"]
