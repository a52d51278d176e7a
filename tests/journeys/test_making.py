"""A maker's panel over real sockets: files replaced, messages made one, a second maker, no entry after all."""

import aiohttp

from .stage import PNG, Json, Stage, last, said


async def panel(stage: Stage, person: str, number: int) -> Json:
    seen = last(await stage.view(person, "Night bus"), f"#{number} “")
    return (await stage.press(person, seen, f"#{number}"))["ephemeral"][-1]


async def fill_with_file(stage: Stage, person: str, fields: str, filename: str, data: bytes) -> Json:
    form = aiohttp.FormData()
    form.add_field("payload_json", fields)
    form.add_field("files", data, filename=filename)
    return await stage.call("POST", f"/servers/film/people/{person}/modals", data=form)


async def test_a_maker_puts_right_what_was_handed_in(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        for name in ("a.png", "b.png", "c.png"):
            await stage.say("bo", "Night bus", files={name: PNG + name.encode()})
        view = await stage.press("bo", last(await stage.view("bo", "Night bus"), "#3"), "Make these 3 one work")
        assert "has 3 files" in said(view)
        assert "is part of #1" in last(await stage.view("bo", "Night bus"), "#3 “c”")["content"]

        await stage.press("bo", await panel(stage, "bo", 1), "Edit…")
        view = await stage.fill("bo", {"title": "Three stops", "credit": "Stops"})
        assert "“Three stops” now" in said(view)
        await stage.press("bo", await panel(stage, "bo", 1), "Files…")
        view = await fill_with_file(stage, "bo", '{"fields": {"how": ["replace"]}}', "SPOILER_d.png", PNG + b"d")
        assert "made of 1 file now" in said(view)
        shown = last(await stage.view("ada", "Night bus"), "#1 “Three stops”")
        assert [file["filename"] for file in shown["attachments"]] == ["SPOILER_0001_d.png"]

        more = await stage.press("bo", await panel(stage, "bo", 1), "More…")
        assert "Earlier: `a.png`" in said(more)
        await stage.press("bo", more["ephemeral"][-1], "Makers…")
        await stage.fill("bo", {"people": ["ada"]})
        asked = last(await stage.view("ada", "Night bus"), "says that you made")
        view = await stage.press("ada", asked, "Yes, I made it too")
        assert "one of the makers of #1" in said(view)
        assert "made #1" in last(await stage.view("cy", "Night bus"), "made #1")["content"]

        await stage.say("cy", "Night bus", files={"lunch.png": PNG + b"lunch"})
        more = await stage.press("cy", await panel(stage, "cy", 4), "More…")
        await stage.press("cy", more["ephemeral"][-1], "Terms…")
        view = await stage.press("cy", (await stage.view("cy", "Night bus"))["ephemeral"][-1], "Only in this server")
        assert "for this server only" in said(view)
        more = await stage.press("cy", await panel(stage, "cy", 4), "More…")
        view = await stage.press("cy", more["ephemeral"][-1], "This isn't an entry")
        assert not [one for one in (await stage.view("cy", "Night bus"))["messages"] if "#4" in one["content"]]
        await stage.press("cy", view["ephemeral"][-1], "It is an entry after all")
        assert last(await stage.view("cy", "Night bus"), "#4")

        lunch = next(
            one for one in (await stage.view("cy", "Night bus"))["messages"] if one["author"]["username"] == "cy"
        )
        await stage.act("cy", "forwards", {"message": lunch["id"], "channel": "Night bus"})
        view = await stage.view("cy", "Night bus")
        assert view["messages"][-1]["message_snapshots"], "what is forwarded is no work"
