"""A prompt from its draft to its last word, over real sockets."""

import json

import aiohttp

from tests.journeys.stage import PNG, Stage, components, last, said, text


async def test_a_draft_survives_a_restart_and_is_posted_as_it_was_shown(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.command("dora", "prompt new", kinds="pictures", closes="in 7 days")
        shown = await stage.fill("dora", {"title": "Night bus", "brief": "Who rides the last bus?"})
        panel = shown["ephemeral"][-1]
        assert "nothing is posted yet" in text(panel)
        assert "**Closes** <t:" in text(panel)
        await stage.press("dora", panel, "AI", ["declared"])
        await stage.press("dora", panel, "Closing…")
        refused = await stage.fill("dora", {"closes": "9999999999d"})
        assert "couldn't read" in said(refused)
        await stage.press("dora", panel, "More…")
        bo = next(one["id"] for one in stage.people() if one["name"] == "bo")
        await stage.fill("dora", {"pays": "soup", "works_each": "2", "co_directors": [bo]})
    async with stage.running():
        listed = await stage.command("dora", "prompt drafts")
        assert "“Night bus” · not posted" in said(listed)
        draft = next(c for c in components(listed["ephemeral"][-1]) if c.get("placeholder") == "Go on with a draft")
        shown = await stage.press("dora", listed["ephemeral"][-1], "Go on with a draft", [draft["options"][0]["value"]])
        await stage.press("dora", shown["ephemeral"][-1], "Post it")
        card = last(await stage.view("ada"), "### Prompt 1")
        assert all(part in text(card) for part in ("**Pays** soup", "**AI** welcome, if", "Up to 2 works", f"<@{bo}>"))


async def test_a_work_by_the_cards_button_is_counted_and_its_maker_hears_how_it_ended(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(kinds="words")
        card = last(await stage.view("ada"), "### Prompt 1")
        await stage.press("ada", card, "Submit")
        assert "is in" in said(await stage.fill("ada", {"title": "Poem", "words": "Rain on the roof."}))
        assert "#1 “Poem” is in." in said(await stage.press("ada", card, "My works"))
        await stage.advance(61)
        card = last(await stage.view("ada"), "### Prompt 1")
        assert "1 work so far." in text(card)
        managing = (await stage.press("dora", card, "Manage"))["ephemeral"][-1]
        asked = (await stage.press("dora", managing, "Close it now"))["ephemeral"][-1]
        await stage.press("dora", asked, "Close it")
        managing = (await stage.press("dora", card, "Manage"))["ephemeral"][-1]
        await stage.press("dora", managing, "Finish…")
        told = await stage.fill("dora", {"word": "It opens the film.", "tell": ["loudly"]})
        assert "is finished" in said(told)
        ended = last(await stage.view("ada", "Night bus"), "is finished")
        assert "says: “It opens the film.”" in text(ended)
        assert "**Finished**: “It opens the film.”" in text(last(await stage.view("ada"), "### Prompt 1"))


async def test_reference_files_stand_on_the_card(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.command("dora", "prompt new")
        shown = await stage.fill("dora", {"title": "Night bus", "brief": "Who rides the last bus?"})
        await stage.press("dora", shown["ephemeral"][-1], "More…")
        form = aiohttp.FormData()
        form.add_field("payload_json", json.dumps({"fields": {"pays": "nothing"}}))
        form.add_field("files", PNG, filename="tram.png")
        shown = await stage.call("POST", "/servers/film/people/dora/modals", data=form)
        await stage.press("dora", shown["ephemeral"][-1], "Post it")
        card = last(await stage.view("ada"), "### Prompt 1")
        assert [file["filename"] for file in card["attachments"]] == ["reference-1.png"]
