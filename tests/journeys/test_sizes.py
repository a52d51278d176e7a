"""Votes of every size that breaks somebody else's panel, and the whole job on PostgreSQL."""

import pytest

from .stage import DAY, PNG, Stage, components, last, said, text


@pytest.mark.parametrize("works", [1, 2, 20, 21, 25, 26, 60])
async def test_a_vote_over_any_number_of_works_opens_pages_and_keeps_every_pick(stage: Stage, works: int) -> None:
    async with stage.running() as house:
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(kinds="words")
        for number in range(1, works + 1):
            await stage.command("ada", "submit", prompt=1)
            title = f"{number} " + "\U0001d568ords of four bytes " * 10
            await stage.fill("ada", {"title": title[:100], "words": "Some words."})
        await stage.command("mo", "vote open", prompt=1, closes="in 1 day")
        card = last(await stage.view("cy", "Night bus"), "### Vote 1")
        panel = (await stage.press("cy", card, "Vote"))["ephemeral"][-1]
        picked: list[int] = []
        while True:
            select = next(c for c in components(panel) if c["type"] == 3)
            assert len(select["options"]) <= 25
            picked.append(int(select["options"][-1]["label"].split()[0].lstrip("#")))
            await stage.press("cy", panel, "Pick your favourites", [select["options"][-1]["value"]])
            more = [c for c in components(panel) if c.get("label", "").startswith("Next") and not c["disabled"]]
            if not more:
                break
            panel = (await stage.press("cy", panel, more[0]["label"]))["ephemeral"][-1]
        await stage.advance(DAY + 5)
        [vote] = (await house.exports.export_all())[0]["votes"]
        assert vote["ballots"] == [sorted(picked)]
        assert len(picked) == -(-works // 25)
        assert "Results of vote 1" in text(last(await stage.view("bo", "Night bus"), "Results"))


@pytest.mark.parametrize("engine_name", ["postgresql"])
async def test_the_main_job_runs_on_postgresql_once_it_is_migrated(stage: Stage, url: str) -> None:
    stage.use_state(stage.settings.state_dir, DATABASE_URL=url.replace("postgresql:", "postgresql+asyncpg:"))
    async with stage.running() as house:
        assert house.db.dialect == "postgresql"
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(closes="in 2 days")
        first = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        view = await stage.say("bo", "Night bus", "Dusk", {"b.png": PNG + b"2"}, first["message"]["id"])
        assert text(view["messages"][-1]) == "#2 “Dusk” is in. It builds on #1."
        await stage.command("mo", "vote open", prompt=1, closes="in 1 day")
        card = last(await stage.view("cy", "Night bus"), "### Vote 1")
        panel = (await stage.press("cy", card, "Vote"))["ephemeral"][-1]
        options = next(c["options"] for c in components(panel) if c["type"] == 3)
        view = await stage.press("cy", panel, "Pick your favourites", [options[1]["value"]])
        assert said(view).startswith("Saved. On your ballot: #2.")
        await stage.advance(DAY + 5)
        assert "**#2 “Dusk”**" in text(last(await stage.view("ada", "Night bus"), "Results of vote 1"))
        await stage.command("dora", "production new", title="The last bus")
        panel = (await stage.command("dora", "production show", production=1))["ephemeral"][-1]
        await stage.press("dora", panel, "Add works…")
        await stage.fill("dora", {"works": "2", "role": ""})
        await stage.command("dora", "credits schedule", production=1, when="now")
        await stage.advance(1)
        assert "### Credits" in text((await stage.view("ada"))["messages"][-1])
