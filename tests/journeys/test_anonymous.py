"""A prompt that keeps works and names back, from its draft to its last word, over real sockets."""

from bot.sandbox.objects import channel

from .stage import PNG, Stage, last, said, text
from .test_refused_posts import allow, forbid, studio

MANAGE_THREADS = 1 << 34


async def test_nobody_can_tell_who_made_what_until_the_director_has_said_what_came_of_it(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.command("dora", "prompt new")
        panel = (await stage.fill("dora", {"title": "Night bus", "brief": "Who rides?"}))["ephemeral"][-1]
        await stage.press("dora", panel, "Shows", ["nameless_and_hidden"])
        forbid(stage, MANAGE_THREADS)
        stage.sandbox.state.tell(studio(stage), "CHANNEL_UPDATE", channel(studio(stage)))
        await stage.advance(0)
        assert "**Manage Threads**" in said(await stage.press("dora", panel, "Post it"))
        allow(stage)
        stage.sandbox.state.tell(studio(stage), "CHANNEL_UPDATE", channel(studio(stage)))
        await stage.advance(0)
        await stage.press("dora", panel, "Post it")
        card = last(await stage.view("ada"), "### Prompt 1")
        assert "**Works** are hidden until this prompt closes, and nameless until it has ended" in text(card)

        body = {"channel": "Night bus", "content": "It is mine"}
        await stage.act("ada", "messages", body, expect=403)

        await stage.submit("ada", "studio", "ada.png", PNG, prompt=1)
        ada = next(one["id"] for one in stage.people() if one["name"] == "ada")
        there = (await stage.view("bo", "Night bus"))["messages"]
        assert all(ada not in str(one) and "ada.png" not in str(one) for one in there)
        line = last(await stage.view("bo", "Night bus"), "A work is in.")
        assert "stay hidden until it closes" in said(await stage.press("bo", line, "#1"))
        assert "Nobody else sees it" in said(await stage.press("ada", line, "#1"))
        assert "1 work is in. Each is hidden" in said(await stage.press("bo", card, "See the works"))

        managing = (await stage.press("dora", card, "Manage"))["ephemeral"][-1]
        asked = (await stage.press("dora", managing, "Close it now"))["ephemeral"][-1]
        await stage.press("dora", asked, "Close it")
        line = last(await stage.view("bo", "Night bus"), "#1 “Untitled”")
        assert "nameless for now" in text(line)
        assert [file["filename"] for file in line["attachments"]] == ["0001.png"]
        assert "nameless for now" in said(await stage.press("bo", line, "#1"))

        managing = (await stage.press("dora", card, "Manage"))["ephemeral"][-1]
        await stage.press("dora", managing, "Finish…")
        await stage.fill("dora", {"word": "It opens the film."})
        assert f"by <@{ada}>" in text(last(await stage.view("bo", "Night bus"), "#1 “Untitled”"))
