"""Interactions and the bot's answers. Source, where none is named: interactions/receiving-and-responding.mdx."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox

from .clients import Control, PlainBot, Refused, button, faults, row

EPHEMERAL, LOADING, V2 = 64, 128, 1 << 15
COMMAND = {"name": "ping", "description": "Says pong"}


@pytest.fixture
async def ready(bot: PlainBot) -> PlainBot:
    """A connected bot with one command."""
    await bot.register(COMMAND, {"name": "Submit this", "type": 3}, {"name": "Works of", "type": 2})
    return bot


@pytest.fixture
async def panel(ready: PlainBot, general: str) -> str:
    """The id of a message with a button "go", a disabled one, and one select of each kind."""
    choices = [{"label": letter, "value": letter.lower()} for letter in "ABC"]
    components = [
        row(button(), button("off", disabled=True)),
        row({"type": 3, "custom_id": "letters", "options": choices, "min_values": 1, "max_values": 2}),
        row({"type": 5, "custom_id": "people", "max_values": 2}),
        row({"type": 8, "custom_id": "places", "channel_types": [0]}),
        row({"type": 7, "custom_id": "anyone", "max_values": 2}),
    ]
    _, sent = await ready.send(general, {"content": "panel", "components": components})
    return sent["id"]


def ping(control: Control, **more: Any) -> Awaitable[Any]:
    return control.as_person("POST", "commands", {"channel": "general", "command": "ping", **more})


def press(control: Control, message: str, custom_id: str = "go", values: Any = (), **more: Any) -> Awaitable[Any]:
    body = {"message": message, "custom_id": custom_id, "values": list(values), **more}
    return control.as_person("POST", "presses", body)


async def test_an_interaction_carries_what_discord_sends(ready: PlainBot, control: Control, film: dict[str, Any]):
    """The interaction object in a server."""
    seen, interaction = await ready.answer(ping(control), 4, {"content": "pong"})
    assert interaction["application_id"] == ready.id
    assert (interaction["type"], interaction["version"], interaction["context"]) == (2, 1, 0)
    assert interaction["guild"] == {"id": film["id"], "locale": "en-US", "features": []}
    assert interaction["channel"]["id"] == interaction["channel_id"]
    assert int(interaction["channel"]["permissions"]) & 1 << 11
    assert interaction["member"]["user"]["username"] == "ann"
    assert int(interaction["member"]["permissions"]) & 1 << 31
    assert int(interaction["app_permissions"]) & 1 << 34
    assert interaction["authorizing_integration_owners"] == {"0": film["id"]}
    assert interaction["attachment_size_limit"] == film["upload_limit"]
    assert interaction["entitlements"] == []
    assert interaction["data"]["name"] == "ping"
    assert seen["interaction"] == {"id": interaction["id"], "acknowledged": 4}


async def test_a_commands_answer_is_a_message_of_its_own_kind(ready: PlainBot, control: Control):
    """Type 20, webhook_id and application_id, interaction_metadata."""
    seen, interaction = await ready.answer(ping(control), 4, {"content": "pong"})
    answer = seen["messages"][-1]
    assert (answer["type"], answer["content"]) == (20, "pong")
    assert answer["webhook_id"] == answer["application_id"] == ready.id
    assert answer["interaction_metadata"]["id"] == interaction["id"]
    assert answer["interaction_metadata"]["user"]["username"] == "ann"


async def test_an_ephemeral_answer_is_seen_by_its_person_alone(ready: PlainBot, control: Control, general: str):
    """EPHEMERAL: no event, no place in the channel's history."""
    seen, _ = await ready.answer(ping(control), 4, {"content": "psst", "flags": EPHEMERAL})
    assert [m["content"] for m in seen["ephemeral"]] == ["psst"]
    assert seen["messages"] == []
    assert (await control.see(who="ben"))["ephemeral"] == []
    assert (await ready.rest("GET", f"/channels/{general}/messages"))[1] == []
    whisper = seen["ephemeral"][0]["id"]
    assert (await ready.rest("GET", f"/channels/{general}/messages/{whisper}"))[1]["code"] == 10008


async def test_a_second_acknowledgement_is_refused(ready: PlainBot, control: Control):
    """40060 Interaction has already been acknowledged."""
    _, interaction = await ready.answer(ping(control), 4, {"content": "pong"})
    status, body = await ready.callback(interaction, 4, {"content": "again"})
    assert (status, body["code"]) == (400, 40060)


async def test_an_unknown_token_is_refused(ready: PlainBot):
    """10062 Unknown interaction."""
    status, body = await ready.callback({"id": "1", "token": "none"}, 4, {"content": "x"})
    assert (status, body["code"]) == (404, 10062)


@pytest.fixture
async def impatient(session: aiohttp.ClientSession) -> AsyncIterator[tuple[PlainBot, Control]]:
    """A bot in a sandbox whose people wait 0.05 s, and 0.1 s for what was deferred."""
    sandbox = Sandbox(first_answer_seconds=0.05, final_answer_seconds=0.1)
    await sandbox.start()
    control, bot = Control(session, sandbox), PlainBot(session, sandbox)
    await control.call("POST", "/servers", {"name": "film", "channels": ["general"]})
    await control.call("POST", "/servers/film/people", {"name": "ann"})
    await bot.connect()
    await bot.register(COMMAND)
    yield bot, control
    await bot.socket.close()
    await sandbox.stop()


async def test_an_answer_after_the_window_comes_too_late(impatient: tuple[PlainBot, Control]):
    """10062 without a first answer in 3 s (here 0.05); the person sees that it did not respond."""
    bot, control = impatient
    acting, interaction = await bot.begin(ping(control))
    with pytest.raises(Refused, match="did not respond") as refused:
        await acting
    assert refused.value.status == 504
    status, body = await bot.callback(interaction, 4, {"content": "late"})
    assert (status, body["code"]) == (404, 10062)


async def test_a_deferral_that_is_never_kept_is_told(impatient: tuple[PlainBot, Control]):
    """wait=final: 504 when what was deferred does not come."""
    bot, control = impatient
    acting, interaction = await bot.begin(ping(control))
    await bot.callback(interaction, 5)
    with pytest.raises(Refused, match="deferred"):
        await acting


async def test_moving_the_clock_does_not_kill_an_open_interaction(ready: PlainBot, control: Control, sandbox: Sandbox):
    """The three seconds are the person's patience: real time, whatever the clock is told."""
    acting, interaction = await ready.begin(ping(control))
    sandbox.clock.advance(60 * 1_000_000)
    assert (await ready.callback(interaction, 4, {"content": "pong"}))[0] == 200
    await acting


async def test_a_token_dies_after_fifteen_minutes(ready: PlainBot, control: Control, sandbox: Sandbox):
    """50027 Invalid Webhook Token, by sandbox time."""
    _, interaction = await ready.answer(ping(control), 4, {"content": "pong"})
    sandbox.clock.advance(14 * 60 * 1_000_000)
    assert (await ready.hook("PATCH", interaction, "@original", {"content": "still"}))[0] == 200
    sandbox.clock.advance(2 * 60 * 1_000_000)
    for method, message in (("PATCH", "@original"), ("POST", "")):
        status, body = await ready.hook(method, interaction, message, {"content": "late"})
        assert (status, body["code"]) == (401, 50027)


async def test_follow_ups_need_a_first_answer(ready: PlainBot, control: Control):
    """10015 Unknown Webhook before the interaction is acknowledged."""
    acting, interaction = await ready.begin(ping(control))
    assert (await ready.hook("POST", interaction, body={"content": "early"}))[1]["code"] == 10015
    await ready.callback(interaction, 4, {"content": "pong"})
    await acting


async def test_a_deferral_shows_as_loading_until_it_is_kept(ready: PlainBot, control: Control):
    """Type 5, LOADING; editing @original gives it its content and is no edit to people."""
    acting, interaction = await ready.begin(ping(control))
    status, body = await ready.callback(interaction, 5)
    assert (status, body["interaction"]["response_message_loading"]) == (200, True)
    assert "resource" not in body
    assert (await control.see())["messages"][-1]["flags"] & LOADING
    assert not acting.done()
    await ready.hook("PATCH", interaction, "@original", {"content": "done"})
    kept = (await acting)["messages"][-1]
    assert (kept["content"], kept["flags"], kept["edited_timestamp"]) == ("done", 0, None)


async def test_wait_ack_returns_at_the_first_answer(ready: PlainBot, control: Control):
    """wait=ack does not wait for what was deferred."""
    acting, interaction = await ready.begin(ping(control, wait="ack"))
    await ready.callback(interaction, 5)
    assert (await acting)["interaction"]["acknowledged"] == 5


async def test_the_first_follow_up_keeps_the_deferral(ready: PlainBot, control: Control):
    """It edits the deferred message and ignores its own EPHEMERAL flag; the next one is a new message."""
    acting, interaction = await ready.begin(ping(control))
    _, deferred = await ready.callback(interaction, 5)
    _, first = await ready.hook("POST", interaction, body={"content": "kept", "flags": EPHEMERAL})
    assert first["id"] == deferred["interaction"]["response_message_id"]
    assert first["flags"] & EPHEMERAL == 0
    seen = await acting
    assert [m["content"] for m in seen["messages"]] == ["kept"]
    _, second = await ready.hook("POST", interaction, body={"content": "more", "flags": EPHEMERAL})
    assert second["flags"] & EPHEMERAL
    assert second["interaction_metadata"]["original_response_message_id"] == first["id"]
    assert [m["content"] for m in (await control.see())["ephemeral"]] == ["more"]


async def test_an_ephemeral_deferral_stays_ephemeral(ready: PlainBot, control: Control):
    """Its content is ephemeral whatever the follow-up says."""
    acting, interaction = await ready.begin(ping(control))
    await ready.callback(interaction, 5, {"flags": EPHEMERAL})
    await ready.hook("POST", interaction, body={"content": "kept"})
    seen = await acting
    assert [m["content"] for m in seen["ephemeral"]] == ["kept"]
    assert seen["messages"] == []


async def test_components_v2_may_be_set_when_a_deferral_is_kept(ready: PlainBot, control: Control):
    """The flag comes with the edit."""
    acting, interaction = await ready.begin(ping(control))
    await ready.callback(interaction, 5)
    body = {"flags": V2, "components": [{"type": 10, "content": "words"}]}
    status, message = await ready.hook("PATCH", interaction, "@original", body)
    assert (status, message["flags"]) == (200, V2)
    await acting


@pytest.mark.parametrize("flags", [V2, 1 << 12, EPHEMERAL | V2])
async def test_a_deferral_takes_only_the_ephemeral_flag(ready: PlainBot, control: Control, flags: int):
    """A deferred reply accepts only EPHEMERAL."""
    acting, interaction = await ready.begin(ping(control))
    status, body = await ready.callback(interaction, 5, {"flags": flags})
    assert (status, faults(body)) == (400, ["data.flags: BASE_TYPE_CHOICES"])
    await ready.callback(interaction, 4, {"content": "pong"})
    await acting


async def test_a_deleted_deferral_counts_as_kept(ready: PlainBot, control: Control):
    """DELETE @original."""
    acting, interaction = await ready.begin(ping(control))
    await ready.callback(interaction, 5)
    assert (await ready.hook("DELETE", interaction, "@original"))[0] == 204
    assert (await acting)["messages"] == []
    assert (await ready.hook("GET", interaction, "@original"))[1]["code"] == 10008


async def test_follow_ups_can_be_read_edited_and_deleted(ready: PlainBot, control: Control):
    """Get, Edit and Delete Followup Message, of this token alone."""
    _, interaction = await ready.answer(ping(control), 4, {"content": "pong"})
    _, message = await ready.hook("POST", interaction, body={"content": "more"}, files=[("a.txt", b"x")])
    assert message["attachments"][0]["filename"] == "a.txt"
    assert (await ready.hook("GET", interaction, message["id"]))[1]["content"] == "more"
    assert (await ready.hook("PATCH", interaction, message["id"], {"content": "less"}))[1]["content"] == "less"
    assert (await ready.hook("DELETE", interaction, message["id"]))[0] == 204
    assert (await ready.hook("GET", interaction, message["id"]))[1]["code"] == 10008


async def test_a_callbacks_faults_stand_under_data(ready: PlainBot, control: Control):
    """The limits of messages hold, and a refused answer acknowledges nothing."""
    acting, interaction = await ready.begin(ping(control))
    status, body = await ready.callback(interaction, 4, {"content": "x" * 2001})
    assert (status, faults(body)) == (400, ["data.content: BASE_TYPE_MAX_LENGTH"])
    status, body = await ready.callback(interaction, 4, {"content": ""})
    assert body["code"] == 50006
    status, body = await ready.callback(interaction, 77)
    assert faults(body) == ["type: INTERACTION_CALLBACK_TYPE_INVALID"]
    status, _ = await ready.callback(interaction, 4, {"content": "pong"}, [("a.txt", b"x")])
    assert status == 200
    assert (await acting)["messages"][-1]["attachments"][0]["filename"] == "a.txt"


@pytest.mark.parametrize("kind", [6, 7, 8])
async def test_a_command_takes_no_update_and_no_choices(ready: PlainBot, control: Control, kind: int):
    """Types 6 and 7 are for components, 8 for autocomplete."""
    acting, interaction = await ready.begin(ping(control))
    assert (await ready.callback(interaction, kind, {}))[0] == 400
    await ready.callback(interaction, 4, {"content": "pong"})
    await acting


async def test_a_press_carries_its_message_and_can_change_it(ready: PlainBot, control: Control, panel: str):
    """Message component: data, message; type 7 edits the message it is on."""
    changed = {"content": "pressed", "components": []}
    seen, interaction = await ready.answer(press(control, panel), 7, changed)
    assert (interaction["type"], interaction["message"]["id"]) == (3, panel)
    assert interaction["data"] == {"custom_id": "go", "component_type": 2, "id": 2}
    assert (seen["messages"][-1]["content"], seen["messages"][-1]["components"]) == ("pressed", [])


async def test_a_press_can_be_deferred_silently(ready: PlainBot, control: Control, panel: str):
    """Type 6: no loading state; @original is the message of the component."""
    acting, interaction = await ready.begin(press(control, panel))
    await ready.callback(interaction, 6)
    _, edited = await ready.hook("PATCH", interaction, "@original", {"content": "later"})
    assert edited["id"] == panel
    assert (await acting)["messages"][-1]["content"] == "later"


async def test_a_presss_answer_replies_to_the_message(ready: PlainBot, control: Control, panel: str):
    """Type 4 on a component: a reply that refers to it."""
    seen, _ = await ready.answer(press(control, panel), 4, {"content": "yes"})
    answer = seen["messages"][-1]
    assert (answer["type"], answer["referenced_message"]["id"]) == (19, panel)
    assert answer["interaction_metadata"]["interacted_message_id"] == panel


async def test_an_ephemeral_panel_can_be_pressed_and_changed(ready: PlainBot, control: Control):
    """Type 7 on an ephemeral message edits it for its person; nobody else can press it."""
    hidden = {"content": "only you", "flags": EPHEMERAL, "components": [row(button())]}
    seen, _ = await ready.answer(ping(control), 4, hidden)
    whisper = seen["ephemeral"][0]["id"]
    seen, interaction = await ready.answer(press(control, whisper), 7, {"content": "changed"})
    assert interaction["message"]["flags"] & EPHEMERAL
    assert seen["ephemeral"][0]["content"] == "changed"
    with pytest.raises(Refused) as refused:
        await control.as_person("POST", "presses", {"message": whisper, "custom_id": "go"}, who="ben")
    assert refused.value.status == 404


async def test_selects_send_their_values_and_what_they_mean(
    ready: PlainBot, control: Control, panel: str, film: dict[str, Any]
):
    """values, and resolved users, members, roles and channels."""
    _, chosen = await ready.answer(press(control, panel, "letters", ["a", "c"], wait="ack"), 6)
    assert chosen["data"]["values"] == ["a", "c"]
    _, chosen = await ready.answer(press(control, panel, "people", ["ben"], wait="ack"), 6)
    [ben] = chosen["data"]["values"]
    assert chosen["data"]["resolved"]["users"][ben]["username"] == "ben"
    assert "permissions" in chosen["data"]["resolved"]["members"][ben]
    _, chosen = await ready.answer(press(control, panel, "places", ["general"], wait="ack"), 6)
    assert list(chosen["data"]["resolved"]["channels"]) == chosen["data"]["values"]
    _, chosen = await ready.answer(press(control, panel, "anyone", ["director", "ann"], wait="ack"), 6)
    assert list(chosen["data"]["resolved"]) == ["roles", "users", "members"]


@pytest.mark.parametrize(
    ("custom_id", "values", "why"),
    [
        ("nothing", [], "no component"),
        ("off", [], "disabled"),
        ("go", ["a"], "no values"),
        ("letters", [], "1 to 2 values"),
        ("letters", ["a", "b", "c"], "1 to 2 values"),
        ("letters", ["a", "a"], "chosen once"),
        ("letters", ["d"], "no option"),
        ("people", ["zoe"], "Nobody called"),
        ("places", ["forum"], "only channels"),
    ],
)
async def test_a_client_would_not_let_you_press_that(
    ready: PlainBot, control: Control, panel: str, custom_id: str, values: list[str], why: str
):
    """What Discord's own client prevents never reaches the bot."""
    with pytest.raises(Refused, match=why):
        await press(control, panel, custom_id, values)


async def test_a_message_menu_carries_its_message(ready: PlainBot, control: Control):
    """Context menu: target_id and resolved messages; its answer is type 23."""
    said = await control.say("mine", who="ben", files=[("f", "a.txt", b"x")])
    use = control.as_person("POST", "menus", {"command": "Submit this", "message": said["id"]})
    seen, interaction = await ready.answer(use, 4, {"content": "taken"})
    data = interaction["data"]
    assert (data["type"], data["target_id"]) == (3, said["id"])
    assert data["resolved"]["messages"][said["id"]]["attachments"][0]["filename"] == "a.txt"
    assert seen["messages"][-1]["type"] == 23


async def test_a_user_menu_carries_its_person(ready: PlainBot, control: Control):
    """Context menu: target_id and resolved users and members."""
    body = {"command": "Works of", "person": "ben", "channel": "general"}
    _, interaction = await ready.answer(control.as_person("POST", "menus", body), 4, {"content": "x"})
    data = interaction["data"]
    assert data["resolved"]["users"][data["target_id"]]["username"] == "ben"


async def test_without_a_bot_nothing_responds(plain: PlainBot, control: Control):
    """Interactions sent while the bot is away are lost: the person sees that it did not respond."""
    await plain.register(COMMAND)
    with pytest.raises(Refused) as refused:
        await ping(control)
    assert refused.value.status == 504


async def test_a_press_can_be_made_in_process(ready: PlainBot, sandbox: Sandbox, panel: str):
    """Benches press without HTTP."""
    [ann] = [person for person in sandbox.world.people.values() if person.name == "ann"]
    acting = asyncio.ensure_future(sandbox.press(ann.id, panel, "go"))
    interaction = await ready.event("INTERACTION_CREATE")
    await ready.callback(interaction, 4, {"content": "pong"})
    assert (await acting).acknowledged == 4
