"""Reminders, *Coming up*, more time and a prompt that repeats itself, as people press them."""

from .stage import DAY, PNG, Stage, components, last, said, text


async def test_who_asks_is_reminded_directly_and_else_named_in_the_thread(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(closes="in 2 days")
        card = last(await stage.view("ada"), "Night bus")
        for person in ("ada", "bo"):
            asked = await stage.press(person, card, "Remind me")
            chosen = await stage.press(person, asked["ephemeral"][-1], "No reminder", [str(3_600_000_000 * 24)])
            assert "**1 day**" in said(chosen)
        await stage.call("PATCH", "/servers/film/people/bo", json={"dm": False})
        await stage.advance(DAY + 5)
        message = (await stage.view("ada", "dm"))["messages"][-1]
        assert "You asked me to remind you" in text(message)
        stopped = await stage.press("ada", message, "No more reminders")
        assert "No more reminders" in said(stopped)
        await stage.advance(70)
        view = await stage.view("cy", "Night bus")
        line, bo = view["messages"][-1], next(one["id"] for one in stage.people() if one["name"] == "bo")
        assert "you asked to be reminded" in text(line)
        assert view["pings"][line["id"]]["users"] == [bo]


async def test_the_team_sees_what_is_coming_up_and_changes_it(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(closes="in 2 days")
        helped = await stage.command("dora", "help")
        listed = await stage.press("dora", helped["ephemeral"][-1], "Coming up")
        panel = listed["ephemeral"][-1]
        assert "Prompt 1 “Night bus” closes" in text(panel)
        option = next(c for c in components(panel) if c["type"] == 3)["options"][0]["value"]
        chosen = await stage.press("dora", panel, "Choose one to change it", [option])
        assert (await stage.press("dora", chosen["ephemeral"][-1], "Move it…"))["modal"]["title"] == "Move it"
        assert "Moved: “Night bus”" in said(await stage.fill("dora", {"when": "in 5 days"}))
        await stage.advance(3 * DAY)
        card = last(await stage.view("dora"), "Night bus")
        assert "**Closes**" in text(card)
        assert not [c for c in components((await stage.command("ada", "help"))["ephemeral"][-1]) if c["type"] == 2]


async def test_a_director_gives_more_time_and_has_the_prompt_repeated(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(closes="in 2 hours")
        await stage.advance(DAY)
        card = last(await stage.view("dora"), "Night bus")
        managing = (await stage.press("dora", card, "Manage"))["ephemeral"][-1]
        await stage.press("dora", managing, "Give more time…")
        ada = next(one["id"] for one in stage.people() if one["name"] == "ada")
        assert "has until" in said(await stage.fill("dora", {"member": [ada], "until": "in 2 days"}))
        assert "You have more time" in text((await stage.view("ada", "dm"))["messages"][-1])
        view = await stage.say("ada", "Night bus", "At last", {"a.png": PNG})
        assert "in the time its maker was given" in text(view["messages"][-1])

        await stage.press("dora", managing, "Repeat…")
        plan = {"every": ["week"], "first": "in 1 day", "open_for": "5 days", "themes": "Rain\nSnow"}
        shown = await stage.fill("dora", plan)
        assert "“Rain”" in said(shown)
        assert "“Snow”" in said(shown)
        assert "is posted again, next" in said(await stage.press("dora", shown["ephemeral"][-1], "Start it"))
        await stage.advance(DAY + 60)
        assert "Rain" in text(last(await stage.view("ada"), "### Prompt 2"))
