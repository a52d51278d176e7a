"""Files are shown from our own copies, whatever became of the message they came in and of Discord's links to it."""

from .stage import DAY, PNG, Json, Stage, components, last, text


async def bytes_of(stage: Stage, message: Json) -> list[bytes]:
    """What a person gets who opens the files of a message."""
    found = []
    for file in message["attachments"]:
        async with stage.http.get(file["url"]) as answer:
            assert answer.status == 200
            found.append(await answer.read())
    return found


async def panel(stage: Stage, person: str, number: int) -> Json:
    view = await stage.press(person, last(await stage.view(person, "Night bus"), f"#{number} “"), f"#{number}")
    shown: Json = view["ephemeral"][-1]
    return shown


async def pick_all(stage: Stage, person: str) -> None:
    opened = await stage.press(person, last(await stage.view(person, "Night bus"), "### Vote 1"), "Vote")
    options = next(c["options"] for c in components(opened["ephemeral"][-1]) if c["type"] == 3)
    values = [option["value"] for option in options]
    await stage.press(person, opened["ephemeral"][-1], "Pick your favourites", values)


async def test_after_a_month_every_file_is_still_shown_and_handed_over(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(closes="in 50 days")
        await stage.submit("ada", "Night bus", "dawn.png", PNG + b"ada")
        await stage.say("bo", "Night bus", "Dusk", {"dusk.png": PNG + b"bo"})
        stage.sandbox.faults.add("links_expired")
        await stage.advance(30 * DAY)

        await stage.press("ada", await panel(stage, "ada", 1), "Edit…")
        await stage.fill("ada", {"title": "The first bus", "credit": ""})
        redrawn = last(await stage.view("cy", "Night bus"), "#1 “The first bus”")
        assert await bytes_of(stage, redrawn) == [PNG + b"ada"]
        fetched = await stage.press("cy", await panel(stage, "cy", 2), "Get the files")
        assert await bytes_of(stage, fetched["ephemeral"][-1]) == [PNG + b"bo"]

        await stage.command("mo", "vote open", prompt=1, closes="in 1 day")
        await pick_all(stage, "bo")
        await stage.advance(DAY + 5)
        results = last(await stage.view("cy", "Night bus"), "Results of vote 1")
        assert await bytes_of(stage, results) == [PNG + b"ada"]


async def test_results_show_the_winner_though_the_message_that_showed_it_is_gone(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.submit("ada", "Night bus", "dawn.png", PNG + b"ada")
        await stage.command("mo", "vote open", prompt=1, closes="in 1 day")
        await pick_all(stage, "cy")
        line = last(await stage.view("cy", "Night bus"), "#1 “")
        stage.sandbox.faults.add("message_lost", message=line["id"])
        await stage.advance(DAY + 5)
        view = await stage.view("cy", "Night bus")
        assert line["id"] not in [message["id"] for message in view["messages"]]
        assert await bytes_of(stage, last(view, "Results of vote 1")) == [PNG + b"ada"]


async def test_of_ten_files_the_one_too_large_is_named_and_nine_are_handed_over(stage: Stage) -> None:
    async with stage.running():
        await stage.server(upload_limit=1_000)
        await stage.set_up()
        await stage.post_prompt()
        await stage.call("PATCH", "/servers/film/people/ada", json={"upload_limit": 5_000})
        files = {f"{number}.png": PNG + bytes([number]) for number in range(9)} | {"wide.png": PNG + b"w" * 2_000}
        await stage.say("ada", "Night bus", "Ten stops", files)
        shown = (await stage.press("cy", await panel(stage, "cy", 1), "Get the files"))["ephemeral"][-1]
        assert await bytes_of(stage, shown) == list(files.values())[:9]
        assert "`wide.png`" in text(shown)
        assert "wide" not in " ".join(file["filename"] for file in shown["attachments"])


async def test_a_message_with_a_picture_keeps_it_when_it_is_changed(stage: Stage) -> None:
    """Our line under a command's work, changed by the bot; the team's list, changed by the press itself."""
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        for person in ("ada", "bo"):
            await stage.submit(person, "Night bus", f"{person}.png", PNG + person.encode())
            await stage.press("cy", await panel(stage, "cy", 1 if person == "ada" else 2), "Report…")
            await stage.fill("cy", {"reason": "Look at it, please."})
        await stage.press("ada", await panel(stage, "ada", 1), "Edit…")
        await stage.fill("ada", {"title": "The first bus", "credit": ""})
        line = last(await stage.view("cy", "Night bus"), "#1 “The first bus”")
        assert await bytes_of(stage, line) == [PNG + b"ada"]

        helped = (await stage.command("mo", "help"))["ephemeral"][-1]
        waiting = (await stage.press("mo", helped, "Waiting for you"))["ephemeral"][-1]
        assert await bytes_of(stage, waiting) == [PNG + b"ada", PNG + b"bo"]
        chosen = (await stage.press("mo", waiting, "Choose works", ["1"]))["ephemeral"][-1]
        assert await bytes_of(stage, chosen) == [PNG + b"ada", PNG + b"bo"]
