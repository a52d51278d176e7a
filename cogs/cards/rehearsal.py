"""A rehearsal's messages: what is told, then a card as members would see it."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.rehearsal import STEPS, Rehearsal, Step
from bot.router import custom_id
from cogs.panels import SIGNAL, TEAL, button, card
from cogs.words.rehearsal import SCENES, VOTE_IS_CLOSED, for_whom, report

PICTURED = (Step.WORK, Step.REMIX, Step.RESULTS)
SHOWN = {
    Step.WORK: "A bus stop at night under a lamp, with a bench.",
    Step.REMIX: "The same bus stop at night, now in the rain.",
    Step.RESULTS: "The bus stop at night in the rain, which was picked most.",
}
"""What each picture shows, for who can't see it."""


def next_id(step: Step, token: str) -> str:
    """What the button under a step is called; a message of ours is known by it."""
    return custom_id("rehearsal", "next", token, STEPS.index(step))


def step_of(page: int) -> Step:
    return STEPS[min(page, len(STEPS) - 1)]


def step_card(rehearsal: Rehearsal, step: Step, token: str, pictures: Sequence[str] = ()) -> ui.LayoutView:
    """`pictures`: the names of the files that go along."""
    if step is Step.REPORT:
        leave = button("Remove it now", next_id(step, token), discord.ButtonStyle.primary)
        return card(report(rehearsal.troubles), buttons=[leave], accent=TEAL)
    scene = SCENES[step]
    told = f"{for_whom(rehearsal.member_id)}\n{scene.told}" if step is Step.OPENING else scene.told
    parts: list[str | ui.Item[ui.LayoutView]] = [told]
    if pictures:
        parts.append(
            ui.MediaGallery(
                *(discord.MediaGalleryItem(f"attachment://{name}", description=SHOWN[step]) for name in pictures)
            )
        )
    if scene.shown:
        parts.append(scene.shown)
    return card(*parts, buttons=[button("Next", next_id(step, token))], accent=SIGNAL)


def closed_vote_card() -> ui.LayoutView:
    """The vote's card once it has closed."""
    return card(SCENES[Step.VOTE].told, VOTE_IS_CLOSED)
