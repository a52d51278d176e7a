"""What a restart, a repeated event or a stranger order of events must not change."""

from typing import Any

from .stage import DAY, PNG, Stage, components, last, said, text


async def test_a_ballot_panel_from_before_a_restart_still_counts(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        await stage.command("mo", "vote open", prompt=1, closes="in 3 days")
        card = last(await stage.view("cy", "Night bus"), "### Vote 1")
        panel = (await stage.press("cy", card, "Vote"))["ephemeral"][-1]
        options = next(c["options"] for c in components(panel) if c["type"] == 3)
        await stage.press("cy", panel, "Pick your favourites", [options[0]["value"]])
    async with stage.running() as house:
        view = await stage.press("cy", panel, "Pick your favourites", [])
        assert said(view).startswith("Saved. Nothing is on your ballot now.")
        view = await stage.press("cy", panel, "Pick your favourites", [options[0]["value"]])
        assert said(view).startswith("Saved. On your ballot: #1.")
        await stage.advance(3 * DAY + 5)
        assert (await house.exports.export_all())[0]["votes"][0]["ballots"] == [[1]]


async def test_what_fell_due_while_the_bot_was_down_is_done_once_when_it_is_back(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(closes="in 2 hours")
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        await stage.command("mo", "vote open", prompt=1, closes="in 1 hour")
    await stage.advance(DAY)
    for _ in range(2):
        async with stage.running() as house:
            exported = (await house.exports.export_all())[0]
    [prompt], [vote] = exported["prompts"], exported["votes"]
    assert prompt["closed_at"] == prompt["closes_at"], "closed when it was promised, not when we noticed"
    assert vote["closed_at"] == vote["closes_at"]
    messages = (await stage.view("bo", "Night bus"))["messages"]
    assert len([message for message in messages if "Results of vote 1" in text(message)]) == 1


async def test_a_work_whose_bytes_could_not_be_kept_is_finished_after_a_restart(stage: Stage) -> None:
    media = stage.settings.state_dir / "media"
    async with stage.running() as house:
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        media.write_text("a file where the folder should be")
        view = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        assert view["messages"][-1]["id"] == view["message"]["id"], "nothing is promised before the bytes are kept"
    media.unlink()
    async with stage.running() as house:
        await stage.advance(1)
        assert text((await stage.view("ada", "Night bus"))["messages"][-1]) == "#1 “Dawn” is in."
        [kept] = (await house.exports.export_all())[0]["works"][0]["files"]
        assert house.app.store.path(kept["sha256"]).read_bytes() == PNG


async def test_a_message_delivered_three_times_is_one_work(stage: Stage) -> None:
    async with stage.running() as house:
        server = await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        view = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        again = {**view["message"], "guild_id": server["id"]}
        for _ in range(2):
            stage.sandbox.state.gateway.dispatch("MESSAGE_CREATE", again, int(server["id"]))
        await stage.advance(0)
        assert len((await house.exports.export_all())[0]["works"]) == 1
        messages = (await stage.view("bo", "Night bus"))["messages"]
        assert len([message for message in messages if text(message).startswith("#1")]) == 1


async def test_ready_delivered_again_posts_nothing_twice(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(closes="in 2 hours")
        before = len((await stage.view("bo"))["messages"])
        stage.sandbox.state.gateway.invalidate()
        await stage.until_connected()
        await stage.advance(3 * 3_600)
        view = await stage.view("bo")
        assert len(view["messages"]) == before
        assert "**Closed**" in text(last(view, "Night bus"))


async def test_an_old_button_of_a_lost_database_gets_a_clear_answer(stage: Stage, tmp_path: Any) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        card = last(await stage.view("dora"), "Night bus")
    stage.use_state(tmp_path / "fresh")
    async with stage.running():
        assert "This panel is old" in said(await stage.press("dora", card, "Manage"))
        assert "This panel is old" in said(await stage.press("dora", card, "See the works"))
