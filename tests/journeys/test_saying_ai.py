"""A prompt that wants to know about AI, over real sockets: the form asks, the panel asks, everybody reads it."""

from .stage import PNG, Stage, last, said


async def test_makers_say_whether_ai_was_used_in_the_form_and_on_their_panels(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.command("dora", "prompt new", kinds="pictures, words")
        shown = await stage.fill("dora", {"title": "Night bus", "brief": "Who rides the last bus?"})
        draft = shown["ephemeral"][-1]
        await stage.press("dora", draft, "AI", ["declared"])
        await stage.press("dora", draft, "Post it")

        card = last(await stage.view("ada"), "### Prompt 1")
        await stage.press("ada", card, "Submit")
        await stage.fill("ada", {"title": "Poem", "words": "A machine hums along.", "ai": ["yes"]})
        assert "AI was used." in last(await stage.view("bo", "Night bus"), "#1 “Poem”")["content"]

        await stage.say("bo", "Night bus", files={"bus.png": PNG})
        line = last(await stage.view("bo", "Night bus"), "#2 “")
        assert "AI" not in line["content"]
        asked = await stage.press("bo", line, "#2")
        assert "asks you to say whether AI was used" in said(asked)
        await stage.press("bo", asked["ephemeral"][-1], "AI was used…")
        assert "“The sky.”" in said(await stage.fill("bo", {"how": "The sky."}))
        assert "AI was used: “The sky.”." in last(await stage.view("ada", "Night bus"), "#2 “")["content"]
        listed = said(await stage.press("ada", card, "See the works"))
        assert listed.count("AI was used") == 2
