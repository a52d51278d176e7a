"""Ordinary mishaps: something is taken back, or Callsheet may not do what it needs to."""

from cogs.permissions import NEEDED

from .stage import DAY, PNG, Stage, components, last, said, text


async def test_a_work_handed_in_by_command_and_taken_back_leaves_no_picture(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.submit("ada", "Night bus", "dawn.png", PNG)
        shown = last(await stage.view("bo", "Night bus"), "#1")
        assert shown["attachments"]
        panel = (await stage.press("ada", shown, "#1"))["ephemeral"][-1]
        asked = (await stage.press("ada", panel, "Withdraw"))["ephemeral"][-1]
        await stage.press("ada", asked, "Take it back")
        shown = last(await stage.view("bo", "Night bus"), "#1")
        assert "was taken back by its maker" in text(shown)
        assert shown["attachments"] == []


async def test_results_name_a_winner_that_was_taken_back_and_do_not_show_it(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        first = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        await stage.command("mo", "vote open", prompt=1, closes="in 1 day")
        panel = (await stage.press("cy", last(await stage.view("cy", "Night bus"), "### Vote 1"), "Vote"))["ephemeral"][
            -1
        ]
        options = next(c["options"] for c in components(panel) if c["type"] == 3)
        await stage.press("cy", panel, "Pick your favourites", [options[0]["value"]])
        await stage.call("DELETE", f"/servers/film/people/ada/messages/{first['message']['id']}")
        await stage.advance(DAY + 5)
        results = last(await stage.view("bo", "Night bus"), "Results of vote 1")
        assert "taken back by its maker since" in text(results)
        assert results["attachments"] == []


async def test_where_a_permission_is_missing_it_is_named_and_nothing_is_half_made(stage: Stage) -> None:
    async with stage.running() as house:
        denied = [{"role": "@everyone", "deny": ["CREATE_PUBLIC_THREADS"]}]
        await stage.server(channels=[{"name": "studio", "overwrites": denied}, "lounge"])
        await stage.set_up()
        view = await stage.command("dora", "prompt new")
        assert "**Create Public Threads**" in said(view)
        assert view["modal"] is None
        assert (await house.exports.export_all())[0]["prompts"] == []


async def test_the_permissions_the_invitation_asks_for_are_enough(stage: Stage) -> None:
    async with stage.running():
        await stage.server(bot_permissions=[name.upper() for name in NEEDED])
        await stage.set_up()
        await stage.post_prompt()
        await stage.submit("ada", "Night bus", "dawn.png", PNG)
        view = await stage.say("bo", "Night bus", "Dusk", {"b.png": PNG + b"2"})
        assert text(view["messages"][-1]) == "#2 “Dusk” is in."
        await stage.command("mo", "vote open", prompt=1, closes="in 1 day")
        await stage.advance(DAY + 5)
        assert last(await stage.view("bo", "Night bus"), "Results of vote 1")
        assert [r["path"] for r in await stage.log() if r["status"] >= 400] == []


async def test_a_vote_whose_card_was_deleted_is_found_by_its_number(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        await stage.command("mo", "vote open", prompt=1, closes="in 1 day")
        card = last(await stage.view("cy", "Night bus"), "### Vote 1")
        await stage.call("DELETE", f"/servers/film/people/owner/messages/{card['id']}")
        shown = (await stage.command("cy", "vote show", vote=1))["ephemeral"][-1]
        panel = (await stage.press("cy", shown, "Vote"))["ephemeral"][-1]
        options = next(c["options"] for c in components(panel) if c["type"] == 3)
        view = await stage.press("cy", panel, "Pick your favourites", [options[0]["value"]])
        assert said(view).startswith("Saved. On your ballot: #1.")
        await stage.advance(DAY + 5)
        assert "Picked most, 1 time:" in text(last(await stage.view("bo", "Night bus"), "Results of vote 1"))


async def test_a_vote_card_in_an_archived_thread_is_still_closed(stage: Stage) -> None:
    async with stage.running() as house:
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        view = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        await stage.command("mo", "vote open", prompt=1, closes="in 10 days")
        await house.app.http.edit_channel(int(view["message"]["channel_id"]), archived=True)
        await stage.advance(10 * DAY + 5)
        assert "**Closed**" in text(last(await stage.view("bo", "Night bus"), "### Vote 1"))
