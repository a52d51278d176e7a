"""Components and menus in use."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from bot.sandbox import Sandbox

from .clients import Control, PlainBot, Refused, button, row
from .conformance import rule
from .test_interactions import COMMAND, EPHEMERAL, ping


@pytest.fixture
async def ready(bot: PlainBot) -> PlainBot:
    """A connected bot with a command, and a menu of each kind."""
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


def press(control: Control, message: str, custom_id: str = "go", values: Any = (), **more: Any) -> Awaitable[Any]:
    body = {"message": message, "custom_id": custom_id, "values": list(values), **more}
    return control.as_person("POST", "presses", body)


async def test_a_press_carries_its_message_and_can_change_it(ready: PlainBot, control: Control, panel: str):
    """A press carries its message, and an answer of type 7 changes that message.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Interaction Callback Type"
    """
    changed = {"content": "pressed", "components": []}
    seen, interaction = await ready.answer(press(control, panel), 7, changed)
    assert (interaction["type"], interaction["message"]["id"]) == (3, panel)
    assert interaction["data"] == {"custom_id": "go", "component_type": 2, "id": 2}
    assert (seen["messages"][-1]["content"], seen["messages"][-1]["components"]) == ("pressed", [])


async def test_a_press_can_be_deferred_silently(ready: PlainBot, control: Control, panel: str):
    """A press can be deferred without a loading state (type 6); the original is then its message.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Interaction Callback Type"
    """
    acting, interaction = await ready.begin(press(control, panel))
    await ready.callback(interaction, 6)
    _, edited = await ready.hook("PATCH", interaction, "@original", {"content": "later"})
    assert edited["id"] == panel
    assert (await acting)["messages"][-1]["content"] == "later"


async def test_a_presss_answer_replies_to_the_message(ready: PlainBot, control: Control, panel: str):
    """A message that answers a press is a reply to the message with the component.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Message Interaction Object"
    """
    seen, _ = await ready.answer(press(control, panel), 4, {"content": "yes"})
    answer = seen["messages"][-1]
    assert (answer["type"], answer["referenced_message"]["id"]) == (19, panel)
    assert answer["interaction_metadata"]["interacted_message_id"] == panel


async def test_an_ephemeral_panel_can_be_pressed_and_changed(ready: PlainBot, control: Control):
    """An ephemeral message can be pressed and changed by its own person only.

    Source: discord-api-docs resources/message.mdx, "Message Flags"
    """
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
    """Selects send their values, and the people, roles and channels they name under `resolved`.

    Source: discord-api-docs components/reference.mdx, "User Select Interaction Response Structure"
    """
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


COMPONENTS = "discord-api-docs components/reference.mdx"
STRINGS, CHANNELS = f'{COMPONENTS}, "String Select"', f'{COMPONENTS}, "Channel Select"'


@pytest.mark.parametrize(
    ("custom_id", "values", "why"),
    [
        rule("Only components of the message can be pressed.", f'{COMPONENTS}, "Custom ID"', "nothing", [], "no comp"),
        rule("A disabled component cannot be pressed.", f'{COMPONENTS}, "Button"', "off", [], "disabled"),
        rule("A button sends no values.", f'{COMPONENTS}, "Button"', "go", ["a"], "no values"),
        rule("At least min_values are chosen.", STRINGS, "letters", [], "1 to 2 values"),
        rule("At most max_values are chosen.", STRINGS, "letters", ["a", "b", "c"], "1 to 2 values"),
        rule("No option is chosen twice.", STRINGS, "letters", ["a", "a"], "chosen once"),
        rule("Only options of the select are chosen.", STRINGS, "letters", ["d"], "no option"),
        rule("Only people who are there are chosen.", f'{COMPONENTS}, "User Select"', "people", ["zoe"], "Nobody"),
        rule("Only channels of the channel_types are chosen.", CHANNELS, "places", ["forum"], "only channels"),
    ],
)
async def test_a_client_would_not_let_you_press_that(
    ready: PlainBot, control: Control, panel: str, custom_id: str, values: list[str], why: str
):
    """What Discord's own client prevents never reaches the bot."""
    with pytest.raises(Refused, match=why):
        await press(control, panel, custom_id, values)


async def test_a_message_menu_carries_its_message(ready: PlainBot, control: Control):
    """A message menu carries its message, files too; its answer is of type 23.

    Source: discord-api-docs interactions/application-commands.mdx, "Message Commands"
    """
    said = await control.say("mine", who="ben", files=[("f", "a.txt", b"x")])
    use = control.as_person("POST", "menus", {"command": "Submit this", "message": said["id"]})
    seen, interaction = await ready.answer(use, 4, {"content": "taken"})
    data = interaction["data"]
    assert (data["type"], data["target_id"]) == (3, said["id"])
    assert data["resolved"]["messages"][said["id"]]["attachments"][0]["filename"] == "a.txt"
    assert seen["messages"][-1]["type"] == 23


async def test_a_user_menu_carries_its_person(ready: PlainBot, control: Control):
    """A user menu carries its person.

    Source: discord-api-docs interactions/application-commands.mdx, "User Commands"
    """
    body = {"command": "Works of", "person": "ben", "channel": "general"}
    _, interaction = await ready.answer(control.as_person("POST", "menus", body), 4, {"content": "x"})
    data = interaction["data"]
    assert data["resolved"]["users"][data["target_id"]]["username"] == "ben"


async def test_without_a_bot_nothing_responds(plain: PlainBot, control: Control):
    """Interactions while no bot is connected are lost: the person sees that it did not respond.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Interaction Callback"
    """
    await plain.register(COMMAND)
    with pytest.raises(Refused) as refused:
        await ping(control)
    assert refused.value.status == 504


async def test_a_press_can_be_made_in_process(ready: PlainBot, sandbox: Sandbox, panel: str):
    """Benches press without HTTP."""
    acting = asyncio.ensure_future(sandbox.act_as("film", "ann").press(panel, "go"))
    interaction = await ready.event("INTERACTION_CREATE")
    await ready.callback(interaction, 4, {"content": "pong"})
    assert (await acting).acknowledged == 4
