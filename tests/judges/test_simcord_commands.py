"""A second opinion on the bot: its own commands, answered for by simcord instead of the sandbox."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import deferrals

pytest.importorskip("simcord", reason="simcord is not installed: the `judges` extra")

from .simcord_stage import PATIENCE_SECONDS, SimcordStage, last, on_simcord, parts, words

PNG = b"\x89PNG\r\n\x1a\n"
DAY = 86_400


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SimcordStage]:
    # simcord would sit out the alarm of every answer; later than its patience, the alarm may stay pending.
    monkeypatch.setattr(deferrals, "DEFER_AFTER_SECONDS", 2 * PATIENCE_SECONDS)
    async with on_simcord(tmp_path) as stage:
        yield stage


async def two_works(stage: SimcordStage) -> None:
    """A prompt with a work by ada, and bo's which is built on it."""
    await stage.set_up()
    await stage.post_prompt()
    dawn = await stage.ada.send(stage.thread(), "Dawn", attachments=[("dawn.png", PNG)])
    await stage.done()
    await stage.bo.send(stage.thread(), "Dusk", attachments=[("dusk.png", PNG + b"2")], reply_to=dawn)
    await stage.done()


async def test_a_server_is_greeted(stage: SimcordStage) -> None:
    assert "Callsheet is here" in words(stage.studio.last_message)


async def test_help(stage: SimcordStage) -> None:
    told = await stage.ada.slash(stage.studio, "help")
    assert told.ephemeral
    assert "isn't set up" in words(told.response)
    await stage.set_up()
    assert "Build on something" in words((await stage.ada.slash(stage.studio, "help")).response)


async def test_setup_with_its_form(stage: SimcordStage) -> None:
    told = await stage.set_up()
    assert told.ephemeral
    assert f"{stage.director.mention} can direct" in words(told.response)
    panel = await stage.owner.slash(stage.studio, "setup")
    asked = await stage.owner.click(panel.response, label="Channels and roles…")
    assert asked.modal is not None
    [zone] = [field["component"] for field in asked.modal["components"] if field["label"] == "Time zone"]
    assert zone["value"] == "Europe/Berlin"


async def test_setup_by_the_button_of_the_welcome(stage: SimcordStage) -> None:
    asked = await stage.owner.click(stage.studio.last_message, label="Set it up")
    assert asked.modal is not None
    assert asked.modal["title"] == "Set Callsheet up"


async def test_prompt_new_with_its_form(stage: SimcordStage) -> None:
    await stage.set_up()
    told = await stage.post_prompt()
    assert "“Night bus” is on its way" in words(told.response)
    assert "## Night bus" in words(last(stage.studio, "### Prompt 1"))
    assert [thread.name for thread in stage.studio.threads] == ["Night bus"]


async def test_who_may_not_direct_is_refused(stage: SimcordStage) -> None:
    await stage.set_up()
    told = await stage.ada.slash(stage.studio, "prompt new")
    assert told.modal is None
    assert told.ephemeral
    assert words(told.response).startswith("Only directors can do that.")


async def test_messages_with_files_are_works_and_replies_are_remixes(stage: SimcordStage) -> None:
    await two_works(stage)
    said = [words(message) for message in stage.thread().history()]
    assert said == ["Dawn", "#1 “Dawn” is in.", "Dusk", "#2 “Dusk” is in. It builds on #1."]


async def test_submit_with_a_file(stage: SimcordStage) -> None:
    await stage.set_up()
    await stage.post_prompt()
    told = await stage.ada.slash(stage.thread(), "submit", file=("hum.wav", b"RIFF"), title="Hum")
    await stage.done()
    assert words(told.response).startswith("#1 “Hum” is in.")
    assert words(stage.thread().last_message) == f"#1 “Hum” by {stage.ada.mention} is in."


async def test_submit_with_words_in_a_form(stage: SimcordStage) -> None:
    await stage.set_up()
    await stage.post_prompt()
    asked = await stage.ada.slash(stage.thread(), "submit")
    told = await stage.ada.submit_modal(asked, {"title": "Poem", "words": "Rain on the roof."})
    await stage.done()
    assert words(told.response).startswith("#1 “Poem” is in.")


async def test_submit_this_in_the_menu_of_a_message(stage: SimcordStage) -> None:
    await stage.set_up()
    await stage.post_prompt()
    poem = await stage.bo.send(stage.thread(), "Rain on the roof.")
    told = await stage.bo.context_menu(stage.thread(), "Submit this", poem)
    await stage.done()
    assert words(told.response).startswith("#1 “Rain on the roof.” is in.")


async def test_work_and_what_its_maker_can_press(stage: SimcordStage) -> None:
    await two_works(stage)
    told = await stage.ada.slash(stage.studio, "work", work=1)
    assert told.ephemeral
    assert "└ #2 “Dusk” by bo" in words(told.response)
    offered = {part["label"] for part in parts(told.response) if part["type"] == 2}
    assert offered >= {"Get the files", "Built on…", "Tell me…", "Withdraw"}


async def test_an_option_completes(stage: SimcordStage) -> None:
    await two_works(stage)
    offered = await stage.mo.autocomplete(stage.studio, "vote open", "prompt", "ni")
    assert offered == [{"name": "1 · Night bus", "value": 1}]


async def test_a_vote_from_opening_to_results(stage: SimcordStage) -> None:
    await two_works(stage)
    await stage.mo.slash(stage.studio, "vote open", prompt=1, closes="in 3 days")
    await stage.done()
    ballot = await stage.ada.click(last(stage.thread(), "### Vote 1"), label="Vote")
    assert ballot.ephemeral
    [select] = [part for part in parts(ballot.response) if part["type"] == 3]
    assert [option["label"] for option in select["options"]] == ["#2 Dusk"], "one's own work is not on one's ballot"
    saved = await stage.ada.select(ballot.response, ["2"])
    assert words(saved.response).startswith("Saved. On your ballot: #2.")
    await stage.advance(3 * DAY + 60)
    assert "Picked most, 1 time:\n**#2 “Dusk”**" in words(last(stage.thread(), "### Results of vote 1"))


async def test_credits_are_posted(stage: SimcordStage) -> None:
    await two_works(stage)
    await stage.dora.slash(stage.studio, "production new", title="The last bus")
    panel = await stage.dora.click(last(stage.thread(), "#2 "), label="#2")
    asked = await stage.dora.click(panel.response, label="Add to a production…")
    await stage.dora.submit_modal(asked, {"production": ["1"], "role": "Poster"})
    await stage.dora.slash(stage.studio, "credits schedule", production=1, when="now")
    await stage.done()
    told = words(last(stage.studio, "### Credits"))
    assert told.index(stage.bo.mention) < told.index(stage.ada.mention)


async def test_nothing_simcord_does_not_know_is_asked_of_it(stage: SimcordStage) -> None:
    await two_works(stage)
    asked = {(entry.method, entry.path.split("/")[1]) for entry in stage.env.http_requests}
    assert ("POST", "channels") in asked
    assert not stage.env.errors
