"""Setting up and rehearsing, as the owner of a server meets them."""

from typing import Any

from bot.checking import check_house
from bot.sandbox.world import PRIVATE_THREAD

from .stage import PNG, Stage, components, last, said, text


def labels(message: dict[str, Any]) -> dict[str, bool]:
    """Every button by what stands on it, and whether it can be pressed."""
    return {c["label"]: not c.get("disabled") for c in components(message) if c["type"] == 2}


def threads(stage: Stage) -> list[Any]:
    return [channel for channel in stage.sandbox.state.world.channels.values() if channel.type == PRIVATE_THREAD]


async def test_a_bare_server_is_set_up_from_the_form_alone(stage: Stage) -> None:
    """No role, no channel chosen, a city for a zone; then two presses make the roles and the first prompt."""
    async with stage.running() as house:
        await stage.call("POST", "/servers", json={"name": "film", "channels": ["studio"]})
        await stage.advance(0)
        welcome = last(await stage.view("owner"), "Callsheet is here")
        await stage.press("owner", welcome, "Set it up")
        refused = await stage.fill("owner", {"channels": [], "director": [], "moderator": [], "zone": "CET"})
        assert "`Europe/Berlin`, `Europe/Paris` and `Europe/Rome`" in said(refused)
        await stage.press("owner", refused["ephemeral"][-1], "Try again")
        view = await stage.fill("owner", {"channels": [], "director": [], "moderator": [], "zone": "vienna"})
        panel = view["ephemeral"][-1]
        assert "Made <#" in text(panel), "no channel was chosen"
        assert "read in `Europe/Vienna`" in text(panel)
        assert "I may do all I need to. **Create what is missing** makes the roles" in text(panel)
        assert labels(panel)["Create what is missing"]

        panel = (await stage.press("owner", panel, "Create what is missing"))["ephemeral"][-1]
        assert "and you have them" in text(panel)
        assert not labels(panel)["Create what is missing"]
        assert {"Director", "Moderator"} < {role.name for role in house.app.guilds[0].roles}

        panel = (await stage.press("owner", panel, "Three first prompts"))["ephemeral"][-1]
        panel = (await stage.press("owner", panel, "Post the sounds"))["ephemeral"][-1]
        assert "Prompt 1 “Ten seconds of where you are” is on its way" in text(panel)
        assert "**Takes** sound" in text(last(await stage.view("owner", "callsheet"), "Ten seconds"))
        assert len(await house.exports.export_all()) == 1


async def test_the_panel_names_what_is_missing_where_and_the_team_reads_what_was_done(stage: Stage) -> None:
    async with stage.running():
        server = await stage.server()
        await stage.set_up()
        lounge = server["channels"][1]
        body = {"kind": "permissions_lost", "server": "film", "channel": "studio", "permissions": ["ATTACH_FILES"]}
        await stage.call("POST", "/faults", json=body)
        panel = (await stage.command("owner", "setup"))["ephemeral"][-1]
        studio = server["channels"][0]["id"]
        assert f"in <#{studio}> my role still needs **Attach Files**" in text(panel)
        await stage.call("DELETE", "/faults")
        panel = (await stage.press("owner", panel, "Check again"))["ephemeral"][-1]
        assert "Nothing is missing" in text(panel)

        await stage.press("owner", panel, "Team channel…")
        panel = (await stage.fill("owner", {"channel": [lounge["id"]]}))["ephemeral"][-1]
        assert f"The team reads what was done in <#{lounge['id']}>. Everyone here can read that channel." in text(panel)
        assert "chose" in text((await stage.view("mo", "lounge"))["messages"][-1])
        body = {"message": panel["id"], "custom_id": next(c["custom_id"] for c in components(panel) if c["type"] == 2)}
        await stage.act("ada", "presses", body, expect=404)


async def test_a_rehearsal_plays_the_whole_round_and_leaves_nothing(stage: Stage) -> None:
    async with stage.running() as house:
        await stage.server()
        await stage.set_up()
        before = await house.exports.export_all()
        panel = (await stage.command("owner", "setup"))["ephemeral"][-1]
        assert "private thread" in said(await stage.press("owner", panel, "Rehearsal"))
        await stage.advance(0)
        (thread,) = threads(stage)
        assert thread.name.startswith("Callsheet rehearsal")
        told = (await stage.view("owner", thread.name))["messages"]
        assert "this one is for you" in text(told[-1])
        await stage.press("owner", told[-1], "Next")
        assert "A prompt" in text((await stage.view("owner", thread.name))["messages"][-1])
        for _ in range(6):
            await stage.advance(31)
        told = [one for one in (await stage.view("owner", thread.name))["messages"] if text(one)]
        assert [len(one["attachments"]) for one in told] == [0, 0, 1, 1, 0, 1, 0, 0]
        assert told[3]["message_reference"]["message_id"] == told[2]["id"], "the second picture answers the first"
        assert "**Closed**" in text(told[4]), "the vote's card was changed"
        assert "Discord let me do all of it" in text(told[-1])
        await stage.press("owner", told[-1], "Remove it now")
        assert threads(stage) == []
        panel = said(await stage.command("owner", "setup"))
        assert "and everything worked" in panel
        assert await house.exports.export_all() == before, "no number was taken, no work is kept"


async def test_a_rehearsal_that_was_cut_off_is_cleared_away_and_says_what_was_refused(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        body = {"kind": "permissions_lost", "server": "film", "permissions": ["ATTACH_FILES", "MANAGE_THREADS"]}
        await stage.call("POST", "/faults", json=body)
        panel = (await stage.command("owner", "setup"))["ephemeral"][-1]
        await stage.press("owner", panel, "Rehearsal")
        for _ in range(4):
            await stage.advance(31)
        assert len(threads(stage)) == 1
    await stage.advance(3_600)
    async with stage.running():
        await stage.advance(0)
        (thread,) = threads(stage)
        assert thread.as_thread.archived, "it may not be deleted"
        assert not [one for one in thread.messages.values() if one.components]
        panel = said(await stage.command("owner", "setup"))
        assert "not everything worked" in panel
        assert "it takes **Manage Threads** to delete it" in panel
        assert "for posting a picture my role still needs **Attach Files**" in panel


async def test_help_leads_on_from_where_it_is_asked(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        start = (await stage.command("owner", "help"))["ephemeral"][-1]
        assert (await stage.press("owner", start, "Set it up"))["modal"]["title"] == "Set Callsheet up"
        await stage.set_up()
        await stage.post_prompt(kinds="pictures")
        asked = (await stage.command("ada", "help", channel="Night bus"))["ephemeral"][-1]
        assert "**Here:** “Night bus” takes pictures" in text(asked)
        assert list(labels(asked)) == ["See the works"]
        view = await stage.press("ada", asked, "See the works")
        assert "Nothing is in it yet" in said(view)
        asked = (await stage.command("owner", "help"))["ephemeral"][-1]
        assert "Callsheet works in" in said(await stage.press("owner", asked, "Set-up"))


async def test_check_says_for_each_server_what_its_role_needs(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        body = {"kind": "permissions_lost", "server": "film", "channel": "studio", "permissions": ["ATTACH_FILES"]}
        await stage.call("POST", "/faults", json=body)
        for_running: list[str] = []
        assert await check_house(stage.settings, for_running.append)
    stopped: list[str] = []
    assert await check_house(stage.settings, stopped.append)
    for told in (for_running, stopped):
        assert "Server film: in #studio its role needs Attach Files." in told


async def test_a_channel_that_was_chosen_again_and_again_answers_a_work_once(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        for _ in range(2):
            await stage.set_up()
        await stage.post_prompt()
        await stage.set_up()
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        told = [text(message) for message in (await stage.view("bo", "Night bus"))["messages"]]
        assert told.count("#1 “Dawn” is in.") == 1
        assert len([line for line in told if line.startswith("#")]) == 1
