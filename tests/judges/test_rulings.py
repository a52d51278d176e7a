"""The same calls put to our sandbox and to simcord: they rule alike, or the difference is explained."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox import Sandbox
from tests.sandbox.clients import PlainBot
from tests.sandbox.conftest import bot, plain

pytest.importorskip("simcord", reason="simcord is not installed: the `judges` extra")

from .rulings import COMMANDS, questions
from .sides import ACCEPTED, COMMAND, Ours, Theirs

__all__ = ["bot", "plain"]

QUESTIONS = questions()

FORM, EMPTY, UNKNOWN_WEBHOOK, UNKNOWN_MESSAGE = 50035, 50006, 10015, 10008
THREAD_THERE, TOO_MANY_COMMANDS = 160004, 30032

# Where the two differ: what ours says, what simcord says. docs/judges.md tells why ours stands.
EMPTY_MESSAGES = {
    question: ([EMPTY], [FORM])
    for question in (
        "message: nothing at all",
        "message: empty content",
        "message: content of spaces alone",
        "message: a v2 message of nothing",
        "an empty answer",
    )
}
UNCHECKED_BY_SIMCORD = {
    "message: at most more than there are": ([FORM], [ACCEPTED]),
    "message: two options chosen before of one": ([FORM], [ACCEPTED]),
    "message: a container of nothing": ([FORM], [ACCEPTED]),
    "message: a button without label": ([FORM], [ACCEPTED]),
    "message: a nonce of 26": ([FORM], [ACCEPTED]),
    "message: a reply to no message": ([FORM], [ACCEPTED]),
    "choices for a command": ([FORM], [ACCEPTED]),
    "a message edited to nothing": ([EMPTY], [ACCEPTED]),
    "a threads name of 101": ([FORM], [ACCEPTED]),
    "two threads from one message": ([ACCEPTED, THREAD_THERE], [ACCEPTED, ACCEPTED]),
}
COMMANDS_UNCHECKED_BY_SIMCORD = {
    f"commands: {name}": ([TOO_MANY_COMMANDS if name == "101 commands" else FORM], [ACCEPTED])
    for name in COMMANDS
    if name not in ("a command", "25 options", "a menu")
}
BEFORE_AN_ANSWER = {
    "an edit before any answer": ([UNKNOWN_WEBHOOK], [UNKNOWN_MESSAGE]),
    "a follow up before any answer": ([UNKNOWN_WEBHOOK], [ACCEPTED]),
}
EXPLAINED = {
    **EMPTY_MESSAGES,
    **UNCHECKED_BY_SIMCORD,
    **COMMANDS_UNCHECKED_BY_SIMCORD,
    **BEFORE_AN_ANSWER,
}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """Not held against Discord's description: the questions break it on purpose."""
    running = Sandbox()
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def ours(sandbox: Sandbox, bot: PlainBot, general: str) -> AsyncIterator[Ours]:
    side = Ours(sandbox, bot, general)
    await side.call("PUT", f"/applications/{side.application}/commands", [COMMAND])
    yield side
    await side.close()


@pytest.fixture
async def theirs() -> AsyncIterator[Theirs]:
    side = Theirs()
    await side.open()
    await side.call("PUT", f"/applications/{side.application}/commands", [COMMAND])
    yield side
    await side.close()


@pytest.mark.parametrize("question", QUESTIONS)
async def test_both_rule_alike_or_the_difference_is_explained(question: str, ours: Ours, theirs: Theirs) -> None:
    ask = QUESTIONS[question]
    said = await ask(ours), await ask(theirs)
    if question in EXPLAINED:
        assert said == EXPLAINED[question]
    else:
        assert said[0] == said[1]


def test_every_explained_difference_is_asked_about() -> None:
    assert EXPLAINED.keys() <= QUESTIONS.keys()
