"""Calls one after another: answers to interactions, edits, deletions, threads."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.judges.sides import ACCEPTED, Side
from tests.sandbox.clients import Json, button, row

from .parts import EPHEMERAL, NOWHERE, text, v2

REPLY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9

Story = Callable[[Side], Awaitable[list[int]]]


async def answer(side: Side, interaction: Json, kind: int, data: Json | None = None) -> int:
    body = {"type": kind, **({} if data is None else {"data": data})}
    path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
    return (await side.call("POST", path, body))[0]


async def hook(side: Side, method: str, interaction: Json, message: str = "", body: Json | None = None) -> int:
    path = f"/webhooks/{side.application}/{interaction['token']}" + (f"/messages/{message}" if message else "")
    return (await side.call(method, path, body))[0]


async def said(side: Side, **body: Any) -> str:
    """The id of a message the bot sent."""
    verdict, message = await side.call("POST", f"/channels/{side.channel}/messages", {"content": "x", **body})
    assert verdict == ACCEPTED
    return message["id"]


async def pressed(side: Side) -> Json:
    """Ann's press of a button of the bot's."""
    return await side.press(await said(side, components=[row(button("go"))]), "go")


async def two_answers(side: Side) -> list[int]:
    used = await side.use()
    return [await answer(side, used, REPLY, {"content": "x"}), await answer(side, used, REPLY, {"content": "y"})]


async def an_answer_after_deferring(side: Side) -> list[int]:
    used = await side.use()
    return [await answer(side, used, DEFER), await answer(side, used, REPLY, {"content": "x"})]


async def a_refused_answer_does_not_use_up_the_interaction(side: Side) -> list[int]:
    used = await side.use()
    return [
        await answer(side, used, REPLY, {"content": "x" * 2_001}),
        await answer(side, used, REPLY, {"content": "x"}),
    ]


async def an_empty_answer(side: Side) -> list[int]:
    return [await answer(side, await side.use(), REPLY, {"content": ""})]


async def an_update_without_a_message(side: Side) -> list[int]:
    return [await answer(side, await side.use(), UPDATE, {"content": "x"})]


async def an_update_of_a_press(side: Side) -> list[int]:
    return [await answer(side, await pressed(side), UPDATE, {"content": "x"})]


async def a_deferred_update_then_an_edit(side: Side) -> list[int]:
    press = await pressed(side)
    verdict = await answer(side, press, DEFER_UPDATE)
    return [verdict, await hook(side, "PATCH", press, "@original", {"content": "y"})]


async def an_edit_before_any_answer(side: Side) -> list[int]:
    return [await hook(side, "PATCH", await side.use(), "@original", {"content": "x"})]


async def a_follow_up_before_any_answer(side: Side) -> list[int]:
    return [await hook(side, "POST", await side.use(), body={"content": "x"})]


async def a_follow_up_after_an_answer(side: Side) -> list[int]:
    used = await side.use()
    first = await answer(side, used, REPLY, {"content": "x", "flags": EPHEMERAL})
    return [first, await hook(side, "POST", used, body={"content": "y"})]


async def an_answer_with_a_wrong_token(side: Side) -> list[int]:
    return [await answer(side, {**await side.use(), "token": "nonsense"}, REPLY, {"content": "x"})]


async def an_answer_of_an_unknown_kind(side: Side) -> list[int]:
    return [await answer(side, await side.use(), 99, {"content": "x"})]


async def choices_for_a_command(side: Side) -> list[int]:
    return [await answer(side, await side.use(), CHOICES, {"choices": []})]


async def an_answer_deleted_twice(side: Side) -> list[int]:
    used = await side.use()
    first = await answer(side, used, REPLY, {"content": "x"})
    return [first, *[await hook(side, "DELETE", used, "@original") for _ in range(2)]]


async def a_message_edited_to_nothing(side: Side) -> list[int]:
    path = f"/channels/{side.channel}/messages/{await said(side)}"
    return [(await side.call("PATCH", path, {"content": ""}))[0]]


async def v2_set_by_an_edit(side: Side) -> list[int]:
    path = f"/channels/{side.channel}/messages/{await said(side)}"
    return [(await side.call("PATCH", path, {"content": None, **v2(text())}))[0]]


async def v2_taken_away_by_an_edit(side: Side) -> list[int]:
    verdict, message = await side.call("POST", f"/channels/{side.channel}/messages", v2(text()))
    path = f"/channels/{side.channel}/messages/{message['id']}"
    return [verdict, (await side.call("PATCH", path, {"flags": 0, "components": [], "content": "x"}))[0]]


async def a_message_deleted_twice(side: Side) -> list[int]:
    path = f"/channels/{side.channel}/messages/{await said(side)}"
    return [(await side.call("DELETE", path))[0] for _ in range(2)]


async def a_channel_that_is_not(side: Side) -> list[int]:
    return [(await side.call("POST", f"/channels/{NOWHERE}/messages", {"content": "x"}))[0]]


async def two_threads_from_one_message(side: Side) -> list[int]:
    path = f"/channels/{side.channel}/messages/{await said(side)}/threads"
    return [(await side.call("POST", path, {"name": name}))[0] for name in ("one", "two")]


async def a_threads_name_of_101(side: Side) -> list[int]:
    path = f"/channels/{side.channel}/messages/{await said(side)}/threads"
    return [(await side.call("POST", path, {"name": "x" * 101}))[0]]


async def a_reaction_to_no_message(side: Side) -> list[int]:
    return [(await side.call("PUT", f"/channels/{side.channel}/messages/{NOWHERE}/reactions/🎬/@me"))[0]]


STORIES: list[Story] = [
    two_answers,
    an_answer_after_deferring,
    a_refused_answer_does_not_use_up_the_interaction,
    an_empty_answer,
    an_update_without_a_message,
    an_update_of_a_press,
    a_deferred_update_then_an_edit,
    an_edit_before_any_answer,
    a_follow_up_before_any_answer,
    a_follow_up_after_an_answer,
    an_answer_with_a_wrong_token,
    an_answer_of_an_unknown_kind,
    choices_for_a_command,
    an_answer_deleted_twice,
    a_message_edited_to_nothing,
    v2_set_by_an_edit,
    v2_taken_away_by_an_edit,
    a_message_deleted_twice,
    a_channel_that_is_not,
    two_threads_from_one_message,
    a_threads_name_of_101,
    a_reaction_to_no_message,
]
