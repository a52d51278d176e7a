"""What others do in a server and a vote goes on all the same: permissions taken away, a long time, reactions."""

from bot.app import intents

from .stage import DAY, PNG, Stage, components, last, said, text

MINUTE = 60


async def open_vote(stage: Stage, server: str = "film", closes: str = "in 1 day") -> None:
    await stage.server(server)
    await stage.set_up(server)
    await stage.post_prompt(server=server)
    await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG}, server=server)
    await stage.command("mo", "vote open", server=server, prompt=1, closes=closes)


async def test_a_votes_card_is_changed_twenty_minutes_and_three_days_after_it_was_made(stage: Stage) -> None:
    async with stage.running():
        await open_vote(stage, closes="in 2 days")
        before = text(last(await stage.view("cy", "Night bus"), "### Vote 1"))
        for wait, closes in ((20 * MINUTE, "in 4 days"), (3 * DAY, "in 2 days")):
            await stage.advance(wait)
            card = last(await stage.view("mo", "Night bus"), "### Vote 1")
            managing = (await stage.press("mo", card, "Manage"))["ephemeral"][-1]
            await stage.press("mo", managing, "Change the closing…")
            await stage.fill("mo", {"closes": closes})
            after = text(last(await stage.view("cy", "Night bus"), "### Vote 1"))
            assert after != before, "the card says when it closes now"
            before = after
        await stage.advance(2 * DAY + 5)
        assert "**Closed**" in text(last(await stage.view("cy", "Night bus"), "### Vote 1"))


async def test_where_the_channel_takes_no_messages_its_threads_go_on(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        lost = {"kind": "permissions_lost", "server": "film", "channel": "studio", "permissions": ["SEND_MESSAGES"]}
        await stage.call("POST", "/faults", json=lost)
        told = said(await stage.command("owner", "setup"))
        assert "**Send Messages**" in told, "new prompts can't be posted there"
        assert "**Attach Files**" not in told, "works stand in threads, and files go there"
        view = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        assert text(view["messages"][-1]) == "#1 “Dawn” is in."
        await stage.advance(MINUTE)
        assert "1 work so far" in text(last(await stage.view("bo"), "Night bus")), "its card is changed all the same"
        assert "on its way" in said(await stage.command("mo", "vote open", prompt=1, closes="in 1 day"))
        await stage.advance(DAY + 5)
        assert last(await stage.view("bo", "Night bus"), "Results of vote 1")


async def test_a_channel_hidden_while_its_vote_runs_stops_nothing_elsewhere(stage: Stage) -> None:
    async with stage.running():
        for server in ("film", "radio"):
            await open_vote(stage, server)
        lost = {"kind": "permissions_lost", "server": "film", "channel": "studio", "permissions": ["VIEW_CHANNEL"]}
        await stage.call("POST", "/faults", json=lost)
        await stage.advance(DAY + 5)
        assert last(await stage.view("bo", "Night bus", server="radio"), "Results of vote 1")
        film = [text(message) for message in (await stage.view("bo", "Night bus"))["messages"]]
        assert not [one for one in film if "Results of vote 1" in one]
        await stage.call("DELETE", "/faults")
        await stage.advance(1)
        assert last(await stage.view("bo", "Night bus"), "Results of vote 1"), "they come when they may"


async def test_reactions_are_neither_made_nor_counted_and_stand_in_nobodys_way(stage: Stage) -> None:
    assert not intents().reactions, "Discord tells us of none"
    assert not intents().dm_reactions
    async with stage.running() as house:
        await open_vote(stage)
        seen = await stage.view("cy", "Night bus")
        for message in (last(seen, "### Vote 1"), last(seen, "#1 “")):
            for emoji in map(chr, range(0x1F600, 0x1F614)):
                await stage.call(
                    "PUT", "/servers/film/people/cy/reactions", json={"message": message["id"], "emoji": emoji}
                )
        panel = (await stage.press("cy", last(seen, "### Vote 1"), "Vote"))["ephemeral"][-1]
        options = next(c["options"] for c in components(panel) if c["type"] == 3)
        await stage.press("cy", panel, "Pick your favourites", [options[0]["value"]])
        await stage.advance(DAY + 5)
        assert (await house.exports.export_all())[0]["votes"][0]["ballots"] == [[1]]
        assert [r["path"] for r in await stage.log() if "reactions" in r["path"]] == []
