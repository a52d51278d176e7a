"""Other people's text inside ours: it pings nobody and cannot dress up as us."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.instants import Instant
from cogs.words.plain import (
    LOOKS_LIKE_A_BACKTICK,
    block,
    code,
    count_of,
    listed,
    numbers,
    plain,
    quoted,
    size,
    soon,
    when,
)

PROSE_OPENER = re.compile(r"<(?!\u200b)|@(everyone|here)")
MENTION_OPENER = re.compile(r"[<@](?!\u200b)")
ESCAPE = re.compile(r"\\(?=.)")
TROUBLE = st.text(st.sampled_from("<@&!#:>*_~|`\\-[]() ab1\n\u202e\u200b\u200d夜"), max_size=80)
ANY_TEXT = st.one_of(st.text(), TROUBLE)


@given(ANY_TEXT, st.integers(1, 100))
def test_no_mention_of_anyone_survives(text, limit):
    assert not PROSE_OPENER.search(block(text, limit))
    for said in (plain(text, limit), quoted(text, limit)):
        assert not MENTION_OPENER.search(said)


@given(ANY_TEXT, st.integers(1, 100))
def test_a_text_is_never_longer_than_its_limit_and_the_escapes(text, limit):
    said = plain(text, limit).replace("\u200b", "")

    assert len(said) - len(ESCAPE.findall(said)) <= limit


@given(ANY_TEXT)
def test_a_text_stays_on_one_line_without_invisible_tricks(text):
    said = plain(text)

    assert len(said.splitlines()) <= 1
    assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\ufeff") & set(said)


@pytest.mark.parametrize(
    "text",
    ["@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "</prompt:1>", "<t:1:R>", "<:e:1>", "a@b.c", "<<@1>>"],
)
def test_every_kind_of_mention_is_disarmed_wherever_it_stands(text):
    assert not PROSE_OPENER.search(block(text))
    for said in (plain(text), quoted(f"so {text}!"), plain(f"https://x.org/{text}")):
        assert not MENTION_OPENER.search(said)
        assert text not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("**bold** _it_ ~~no~~", r"\*\*bold\*\* \_it\_ \~\~no\~\~"),
        ("a `tick` and ``` three", r"a \`tick\` and \`\`\` three"),
        ("||secret||", r"\|\|secret\|\|"),
        ("# Head", r"\# Head"),
        ("> quote", r"\> quote"),
        ("- item", r"\- item"),
        ("Rain at night", "Rain at night"),
        ("夜のバス 👩\u200d🎤", "夜のバス 👩\u200d🎤"),
        ("two\nlines", "two lines"),
        ("rtl\u202egnp.exe", "rtl gnp.exe"),
        ("", ""),
    ],
)
def test_markdown_in_a_name_is_shown_and_not_obeyed(text, said):
    assert plain(text) == said


def test_a_quotation_reads_as_theirs():
    assert quoted("Rain") == "“Rain”"
    assert quoted("so ”he“ said").count("”") == 1, "it cannot end its own quotation"
    assert quoted("x" * 300, 10) == f"“{'x' * 9}…”"


def test_a_longer_text_is_a_quote_on_every_line_and_keeps_its_own_formatting():
    assert block("**Rain**\n\nat night") == "> **Rain**\n> \n> at night"
    assert block("") == "> "
    assert block("x" * 50, 10) == "> xxxx…"
    assert block("see [this](https://rain.example)") == "> see [this]\u200b(https://rain.example)"


@given(ANY_TEXT, st.integers(10, 100))
def test_a_quoted_text_never_takes_more_room_than_it_was_given(text, limit):
    assert len(block(text, limit)) <= limit


def test_a_file_name_cannot_leave_its_code_span():
    assert code("a`b`.png") == f"`a{LOOKS_LIKE_A_BACKTICK}b{LOOKS_LIKE_A_BACKTICK}.png`"
    assert code("two\nlines.png") == "`two lines.png`"
    assert code("x" * 200, 10) == f"`{'x' * 9}…`"


def test_instants_are_shown_in_the_readers_own_zone():
    assert when(Instant(1_780_315_200_999_999)) == "<t:1780315200:F> (<t:1780315200:R>)"
    assert soon(Instant(1_780_315_200_000_000)) == "<t:1780315200:R>"


@pytest.mark.parametrize(
    ("items", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_reads_as_a_sentence(items, said):
    assert listed(items) == said


def test_things_are_counted_in_words():
    assert count_of(1, "work", "works") == "1 work"
    assert count_of(0, "work", "works") == "0 works"


def test_works_are_called_by_their_numbers():
    assert numbers([3, 17, 31]) == "#3, #17 and #31"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 bytes"),
        (1_023, "1023 bytes"),
        (1_024, "1 KB"),
        (10 * 1_024**2, "10 MB"),
        (100 * 1_024**2, "100 MB"),
        (3 * 1_024**3, "3 GB"),
    ],
)
def test_sizes_are_told_as_people_say_them(count, said):
    assert size(count) == said
