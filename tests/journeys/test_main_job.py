"""The main job as people live it: prompt, works, remixes, a vote, credits."""

from .stage import DAY, PNG, Stage, components, last, said, text


async def test_until_set_up_commands_say_what_comes_first(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        assert "`/setup`" in said(await stage.command("dora", "prompt new"))
        assert "`/setup`" in said(await stage.command("ada", "help"))


async def test_a_new_server_is_greeted_once_even_after_a_restart(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
    async with stage.running():
        view = await stage.view("ada")
    assert [text(message).splitlines()[0] for message in view["messages"]] == ["## Callsheet is here"]


async def test_only_someone_with_manage_server_sets_up(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        welcome = last(await stage.view("ada"), "Callsheet is here")
        assert "Manage Server" in said(await stage.press("ada", welcome, "Set it up"))
        assert (await stage.press("owner", welcome, "Set it up"))["modal"]["title"] == "Set Callsheet up"


async def test_set_up_again_shows_what_was_chosen(stage: Stage) -> None:
    async with stage.running():
        server = await stage.server()
        await stage.set_up()
        panel = (await stage.command("owner", "setup"))["ephemeral"][-1]
        modal = (await stage.press("owner", panel, "Channels and roles…"))["modal"]
        chosen = {
            field["component"]["custom_id"]: [one["id"] for one in field["component"].get("default_values", [])]
            for field in modal["components"]
        }
        roles = {role["name"]: role["id"] for role in server["roles"]}
        assert chosen["channels"] == [server["channels"][0]["id"]]
        assert (chosen["director"], chosen["moderator"]) == ([roles["Director"]], [roles["Moderator"]])


async def test_a_time_zone_that_does_not_exist_is_explained(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.command("owner", "setup")
        studio = stage.servers["film"]["channels"][0]["id"]
        view = await stage.fill("owner", {"channels": [studio], "director": [], "moderator": [], "zone": "Moon/Base"})
        assert "Europe/Berlin" in said(view)


async def test_a_file_in_the_thread_becomes_a_numbered_work_that_pings_nobody(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(closes="in 7 days", kinds="pictures")
        view = await stage.say("ada", "Night bus", "The stop at dawn", {"dawn.png": PNG})
        answer = last(view, "#1")
        assert text(answer) == "#1 “The stop at dawn” is in."
        assert [c["label"] for c in components(answer) if c["type"] == 2] == ["#1"]
        assert answer["flags"] & 4_096, "a silent message"
        assert view["pings"][answer["id"]] == {"users": [], "roles": [], "everyone": False}
        assert answer["message_reference"]["message_id"] == view["message"]["id"]


async def test_a_reply_to_the_card_is_a_work_and_talk_is_not(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(kinds="pictures")
        card = last(await stage.view("ada"), "Night bus")
        view = await stage.say("ada", "studio", "When does it close?", reply_to=card["id"])
        assert view["messages"][-1]["id"] == view["message"]["id"], "nobody answers talk"
        view = await stage.say("ada", "studio", "My bus", {"bus.png": PNG}, reply_to=card["id"])
        assert text(view["messages"][-1]) == "#1 “My bus” is in."


async def test_a_refusal_is_neutral_in_public_and_explained_to_its_maker_alone(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(kinds="pictures")
        view = await stage.say("ada", "Night bus", "A song", {"song.wav": b"RIFF"})
        line = view["messages"][-1]
        assert text(line) == "This one wasn't added."
        reason = said(await stage.press("ada", line, "Why?"))
        assert "takes pictures" in reason
        assert "`song.wav`" in reason
        assert "for somebody else" in said(await stage.press("bo", line, "Why?"))


async def test_a_command_hands_in_a_file_and_the_thread_shows_it(stage: Stage) -> None:
    async with stage.running() as house:
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(kinds="pictures")
        view = await stage.command("ada", "submit", "Night bus")
        assert view["modal"]["title"] == "Hand a work in"
        view = await stage.submit("ada", "Night bus", "two words.png", PNG + b"ada")
        assert "#1" in said(view)
        shown = last(await stage.view("bo", "Night bus"), "#1")
        assert [file["filename"] for file in shown["attachments"]] == ["0001_two_words.png"]
        exported = await house.exports.export_all()
        assert house.app.store.path(exported[0]["works"][0]["files"][0]["sha256"]).read_bytes() == PNG + b"ada"


async def test_ones_own_message_is_handed_in_by_its_menu_and_only_once(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(kinds="words, pictures")
        view = await stage.say("ada", "Night bus", "The last bus hums like a fridge.")
        poem = view["message"]["id"]
        view = await stage.act("ada", "menus", {"command": "Submit this", "message": poem})
        assert "#1" in said(view)
        view = await stage.act("ada", "menus", {"command": "Submit this", "message": poem})
        assert "a work already" in said(view)
        view = await stage.act("bo", "menus", {"command": "Submit this", "message": poem})
        assert "Only the person who posted" in said(view)


async def test_a_reply_to_a_work_or_to_its_answer_is_a_remix(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        first = await stage.say("ada", "Night bus", "Dawn", {"dawn.png": PNG})
        view = await stage.say("bo", "Night bus", "Dusk", {"dusk.png": PNG + b"2"}, first["message"]["id"])
        assert text(view["messages"][-1]) == "#2 “Dusk” is in. It builds on #1."
        answer = last(view, "#2")
        view = await stage.say("cy", "Night bus", "Night", {"night.png": PNG + b"3"}, answer["id"])
        assert text(view["messages"][-1]) == "#3 “Night” is in. It builds on #2."
        panel = said(await stage.press("ada", last(view, "#3"), "#3"))
        assert panel.splitlines()[-3:] == ["**It builds on**", "└ #2 “Dusk” by bo", "\u2003└ #1 “Dawn” by ada"]


async def test_a_maker_names_more_sources_across_prompts(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt("Night bus")
        await stage.post_prompt("Morning tram")
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        await stage.say("bo", "Night bus", "Dusk", {"b.png": PNG + b"2"})
        view = await stage.say("cy", "Morning tram", "Both", {"c.png": PNG + b"3"})
        view = await stage.press("cy", last(view, "#3"), "#3")
        view = await stage.press("cy", view["ephemeral"][-1], "Built on…")
        await stage.press("cy", view["ephemeral"][-1], "Type numbers…")
        assert "#1 and #2" in said(await stage.fill("cy", {"sources": "#1, 2"}))
        view = await stage.press("bo", last(await stage.view("bo", "Morning tram"), "#3"), "#3")
        assert not [c for c in components(view["ephemeral"][-1]) if c.get("label") == "Built on…"]


async def test_a_deleted_message_withdraws_its_work_and_remixes_keep_their_chain(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        first = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        await stage.say("bo", "Night bus", "Dusk", {"b.png": PNG + b"2"}, first["message"]["id"])
        await stage.call("DELETE", f"/servers/film/people/ada/messages/{first['message']['id']}")
        view = await stage.view("bo", "Night bus")
        assert "taken back by its maker" in text(last(view, "#1 "))
        assert "#1 “Dawn”" in said(await stage.press("bo", last(view, "#2"), "#2"))


async def test_a_prompt_closes_by_itself_on_time_and_late_works_hear_why(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(closes="in 2 hours")
        assert (await stage.advance(0))["next_due"] is not None
        await stage.advance(2 * 3_600 + 1)
        assert "**Closed**" in text(last(await stage.view("ada"), "Night bus"))
        slow = await stage.say("bo", "Night bus", "Slow", {"b.png": PNG})
        assert "after the closing and counts" in text(slow["messages"][-1])
        await stage.advance(300)
        view = await stage.say("ada", "Night bus", "Late", {"a.png": PNG})
        assert "closed" in said(await stage.press("ada", view["messages"][-1], "Why?"))


async def test_a_vote_is_secret_changeable_and_ends_in_results_with_the_works(stage: Stage) -> None:
    async with stage.running() as house:
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        await stage.say("bo", "Night bus", "Dusk", {"b.png": PNG + b"2"})
        await stage.command("mo", "vote open", prompt=1, closes="in 3 days")
        card = last(await stage.view("ada", "Night bus"), "### Vote 1")

        panel = (await stage.press("ada", card, "Vote"))["ephemeral"][-1]
        options = next(c["options"] for c in components(panel) if c["type"] == 3)
        assert [option["label"] for option in options] == ["#2 Dusk"], "one's own work is not on one's ballot"
        view = await stage.press("ada", panel, "Pick your favourites", [options[0]["value"]])
        assert said(view).startswith("Saved. On your ballot: #2.")

        panel = (await stage.press("cy", card, "Vote"))["ephemeral"][-1]
        options = next(c["options"] for c in components(panel) if c["type"] == 3)
        both = [option["value"] for option in options]
        assert said(await stage.press("cy", panel, "Pick your favourites", both)).startswith(
            "Saved. On your ballot: #1, #2"
        )
        panel = (await stage.press("cy", card, "My ballot"))["ephemeral"][-1]
        assert text(panel).startswith("On your ballot: #1, #2")
        view = await stage.press("cy", panel, "Pick your favourites", both[1:])
        assert said(view).startswith("Saved. On your ballot: #2.")

        public = "\n".join(text(message) for message in (await stage.view("bo", "Night bus"))["messages"])
        assert "pick" not in public.replace("Pick as many", "").replace("picks", "").replace("picked", "")
        assert (await house.exports.export_all())[0]["votes"][0]["ballots"] is None

        await stage.advance(3 * DAY + 5)
        results = last(await stage.view("bo", "Night bus"), "Results of vote 1")
        assert "Picked most, 2 times:\n**#2 “Dusk”**" in text(results)
        assert [file["filename"] for file in results["attachments"]] == ["0002_b.png"]
        assert "changed nothing" in said(await stage.press("cy", panel, "Pick your favourites", both))
        order = said(await stage.press("bo", results, "Full order"))
        assert "Place 1 · #2 “Dusk” · 2 picks\nPlace 2 · #1 “Dawn” · 0 picks" in order


async def test_ties_are_announced_as_ties_and_an_empty_vote_has_no_winner(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        await stage.say("bo", "Night bus", "Dusk", {"b.png": PNG + b"2"})
        await stage.command("mo", "vote open", prompt=1, closes="in 1 day")
        await stage.advance(DAY + 5)
        assert "no winner" in text(last(await stage.view("cy", "Night bus"), "Results of vote 1"))
        await stage.command("mo", "vote open", prompt=1, closes="in 1 day")
        card = last(await stage.view("cy", "Night bus"), "### Vote 2")
        panel = (await stage.press("cy", card, "Vote"))["ephemeral"][-1]
        options = next(c["options"] for c in components(panel) if c["type"] == 3)
        await stage.press("cy", panel, "Pick your favourites", [option["value"] for option in options])
        await stage.advance(DAY + 5)
        assert "A tie, each picked 1 time:" in text(last(await stage.view("cy", "Night bus"), "Results of vote 2"))


async def test_credits_name_everyone_upstream_once_on_time_and_ping_only_them(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        first = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        second = await stage.say("bo", "Night bus", "Dusk", {"b.png": PNG + b"2"}, first["message"]["id"])
        third = await stage.say("cy", "Night bus", "Night", {"c.png": PNG + b"3"}, second["message"]["id"])
        await stage.command("dora", "production new", title="The last bus")
        panel = (await stage.press("dora", last(third, "#3"), "#3"))["ephemeral"][-1]
        view = await stage.press("dora", panel, "Add to a production…")
        assert view["modal"]["title"] == "Add #3"
        assert "is in “The last bus”" in said(await stage.fill("dora", {"production": ["1"], "role": "Poster"}))
        preview = said(await stage.command("dora", "credits preview", production=1))
        assert [line for line in preview.splitlines()[1:] if not line.startswith("-#")] == [
            "**cy** · Poster",
            "**bo**",
            "**ada**",
        ]
        assert "director" in said(await stage.command("ada", "credits schedule", production=1, when="now")).lower()
        await stage.command("dora", "credits schedule", production=1, when="in 2 hours")
        await stage.advance(3_600)
        assert not [m for m in (await stage.view("ada"))["messages"] if "### Credits" in text(m)]
        await stage.advance(3_601)
        view = await stage.view("ada")
        posted = [message for message in view["messages"] if "### Credits" in text(message)]
        assert len(posted) == 1
        people = [str(one["id"]) for name in ("cy", "bo", "ada") for one in stage.people() if one["name"] == name]
        assert view["pings"][posted[0]["id"]]["users"] == people
        assert "builds on your work" in said(await stage.press("ada", posted[0], "Why am I here?"))
        assert "is finished" in said(await stage.command("dora", "credits schedule", production=1, when="now"))


async def test_one_server_never_sees_anothers_numbers(stage: Stage) -> None:
    async with stage.running():
        for name in ("film", "radio"):
            await stage.server(name)
            await stage.set_up(name)
        await stage.post_prompt()
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        assert "no work #1" in said(await stage.command("ada", "work", server="radio", work=1))
        assert "no such prompt" in said(await stage.command("ada", "prompt show", server="radio", prompt=1))
        await stage.post_prompt("Static", server="radio")
        view = await stage.say("bo", "Static", "Noise", {"a.wav": b"RIFF"}, server="radio")
        assert text(view["messages"][-1]) == "#1 “Noise” is in."


async def test_discord_py_never_keeps_a_view_of_ours(stage: Stage) -> None:
    async with stage.running() as house:
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        view = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        view = await stage.press("ada", view["messages"][-1], "#1")
        view = await stage.press("ada", view["ephemeral"][-1], "Built on…")
        await stage.press("ada", view["ephemeral"][-1], "Type numbers…")
        store = house.app._connection._view_store
        assert not store._views
        assert not store._modals
        assert not store._dynamic_items


async def test_the_answer_to_a_work_names_sources_that_were_added_later(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        view = await stage.say("bo", "Night bus", "Dusk", {"b.png": PNG + b"2"})
        view = await stage.press("bo", last(view, "#2"), "#2")
        view = await stage.press("bo", view["ephemeral"][-1], "Built on…")
        await stage.press("bo", view["ephemeral"][-1], "Type numbers…")
        await stage.fill("bo", {"sources": "1"})
        assert text(last(await stage.view("cy", "Night bus"), "#2")) == "#2 “Dusk” is in. It builds on #1."


async def test_a_remix_the_prompt_cannot_take_is_welcome_as_a_free_standing_work(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(kinds="pictures")
        first = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        view = await stage.say("bo", "Night bus", "The hum", {"hum.wav": b"RIFF"}, first["message"]["id"])
        assert text(view["messages"][-1]) == "#2 “The hum” is in, outside any prompt. It builds on #1."


async def test_a_ballot_always_shows_what_is_on_it_ticked(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        for number in range(3):
            await stage.say("ada", "Night bus", f"Bus {number}", {"a.png": PNG + bytes([number])})
        await stage.command("mo", "vote open", prompt=1, closes="in 3 days")
        card = last(await stage.view("cy", "Night bus"), "### Vote 1")
        panel = (await stage.press("cy", card, "Vote"))["ephemeral"][-1]
        options = next(c["options"] for c in components(panel) if c["type"] == 3)
        view = await stage.press("cy", panel, "Pick your favourites", [options[0]["value"], options[2]["value"]])
        shown = next(c["options"] for c in components(view["ephemeral"][-1]) if c["type"] == 3)
        assert [option["default"] for option in shown] == [True, False, True]
