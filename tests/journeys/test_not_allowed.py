"""Answers that Callsheet was not allowed to post follow when it may; a work's panel is there meanwhile."""

from bot.sandbox.objects import channel

from .stage import PNG, Stage, components, said, text
from .test_refused_posts import SEND_IN_THREADS, allow, forbid, studio


async def tell_of_permissions(stage: Stage) -> None:
    stage.sandbox.state.tell(studio(stage), "CHANNEL_UPDATE", channel(studio(stage)))
    await stage.advance(0)


async def test_answers_that_were_refused_follow_when_the_permission_returns(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        forbid(stage, SEND_IN_THREADS)
        await tell_of_permissions(stage)
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        mine = await stage.say("bo", "Night bus", "Dusk", {"b.png": PNG + b"2"})
        assert "is in" not in str(mine["messages"])

        allow(stage)
        await tell_of_permissions(stage)
        told = [text(message) for message in (await stage.view("ada", "Night bus"))["messages"]]
        assert told[-2:] == ["#1 “Dawn” is in.", "#2 “Dusk” is in."]


async def test_answers_that_were_refused_follow_within_the_hour_though_nobody_said_that_they_may(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        forbid(stage, SEND_IN_THREADS)
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        allow(stage)
        await stage.advance(3_700)

        assert text((await stage.view("ada", "Night bus"))["messages"][-1]) == "#1 “Dawn” is in."


async def test_submit_this_on_a_work_whose_answer_never_came_opens_its_panel(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        forbid(stage, SEND_IN_THREADS)
        mine = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        body = {"command": "Submit this", "message": mine["message"]["id"]}
        view = await stage.act("ada", "menus", body)

        assert said(view).startswith("That message is a work already: #1.")
        assert "Built on…" in [c.get("label") for c in components(view["ephemeral"][-1])]
