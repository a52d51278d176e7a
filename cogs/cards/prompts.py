"""A prompt's card, and its works page by page."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.ids import WorkId
from bot.domain.instants import Instant
from bot.domain.prompts import Ai, Prompt, PromptDraft, PromptState
from bot.domain.showing import Shows
from bot.domain.votes import PAGE_SIZE
from bot.domain.works import Kind, Work, WorkState
from bot.router import custom_id, post_id
from cogs.cards.layout import clipped, turning
from cogs.cards.lineage import made_by
from cogs.cards.works import mentions, work_label
from cogs.panels import INK, SIGNAL, button, card, choice, rows
from cogs.words.plain import block, count_of, listed, mention, plain, quoted, when
from cogs.words.refusals import KINDS

CARD_ROOM = 3_900
"""Of the 4,000 characters a message of cards holds."""
ENDING_ROOM = 700
"""Its 500 characters, and what it takes to disarm them."""
MAKERS_NAMED = 40
AI = {
    Ai.NOT_WANTED: "not wanted here",
    Ai.DECLARED: "welcome, if you say so: **Submit** asks you, and so does the button with your work's number",
    Ai.WELCOME: "welcome",
}


def prompt_card(prompt: Prompt, works: int, key: str, token: str, shown: Sequence[ui.Item[Any]] = ()) -> ui.LayoutView:
    """`shown`: its reference files as components."""
    works_here = [
        button("See the works", post_id(key)),
        button("My works", custom_id("prompt", "mine", token)),
    ]
    remind = button("Remind me", custom_id("reminders", "mine", token))
    manage = button("Manage", custom_id("prompt", "manage", token))
    if prompt.state is PromptState.OPEN:
        ends = f"**Closes** {when(prompt.closes_at)}" if prompt.closes_at else "**Closes** when its director says so"
        submit = button("Submit", custom_id("prompt", "submit", token), discord.ButtonStyle.primary)
        return card(
            *_said(prompt, f"### Prompt {prompt.number}", ends, _how(prompt, works), shown),
            buttons=[submit, *works_here, remind, manage],
            accent=SIGNAL,
        )
    how = f"{count_of(works, 'work is', 'works are')} in. You can still build on them: reply to one with your file."
    if prompt.ending is not None:
        how = f"{ended(prompt.state)}: {quoted(prompt.ending.word, ENDING_ROOM)}\n{how}"
    ends = f"**Closed** {when(prompt.closed_at or Instant(0))}"
    return card(
        *_said(prompt, f"### Prompt {prompt.number}", ends, how, shown), buttons=[*works_here, manage], accent=INK
    )


BY_SUBMIT = "Press **Submit** to hand in; only that keeps it as it says here."
SHOWS = {
    Shows.NAMELESS: "nameless until this prompt has ended",
    Shows.HIDDEN: "hidden until this prompt closes",
    Shows.NAMELESS_AND_HIDDEN: "hidden until this prompt closes, and nameless until it has ended",
}


def _how(prompt: Prompt | PromptDraft, works: int) -> str:
    how = "Post it in the thread or reply to this message; that is all."
    if prompt.shows is not Shows.OPENLY:
        how = BY_SUBMIT
    elif Kind.WORDS in prompt.kinds:
        how += " Words alone: press **Submit**, or reply with them to this card or to my first message in the thread."
    elif not prompt.kinds:
        how += " Words alone: press **Submit**."
    return f"{how}\n{count_of(works, 'work', 'works')} so far." if works else how


def draft_card(wording: PromptDraft, shown: Sequence[ui.Item[Any]] = ()) -> ui.Container[Any]:
    """A draft as it will look, without its buttons."""
    ends = f"**Closes** {when(wording.closes_at)}" if wording.closes_at else "**Closes** when its director says so"
    if wording.opens_at:
        ends = f"**Opens** {when(wording.opens_at)}\n{ends}"
    container: ui.Container[Any] = ui.Container(accent_colour=SIGNAL)
    for place, part in enumerate(_said(wording, "### Prompt", ends, _how(wording, 0), shown)):
        if place:
            container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(part) if isinstance(part, str) else part)
    return container


def _said(
    of: Prompt | PromptDraft, head: str, ends: str, how: str, shown: Sequence[ui.Item[Any]]
) -> list[str | ui.Item[Any]]:
    """What a card says; the brief has what room the rest leaves."""
    facts = [ends, f"**Takes** {takes(of.kinds)}", f"**Pays** {plain(of.pays, 200)}"]
    if of.works_per_member is not None:
        facts.append(f"Up to {count_of(of.works_per_member, 'work', 'works')} from each member")
    if of.ai is not None:
        facts.append(f"**AI** {AI[of.ai]}")
    if of.shows is not Shows.OPENLY:
        facts.append(f"**Works** are {SHOWS[of.shows]}")
    if of.co_directors:
        leads = [of.director_id, *of.co_directors] if isinstance(of, Prompt) else of.co_directors
        facts.append(f"**Led by** {mentions(leads) if isinstance(of, Prompt) else f'you and {mentions(leads)}'}")
    title, rest = plain(of.title), "\n".join(facts)
    room = CARD_ROOM - len(head) - len(title) - len(rest) - len(how)
    return [f"{head}\n## {title}\n{block(of.brief, room)}", *shown, rest, how]


def ended(state: PromptState) -> str:
    return "**Finished**" if state is PromptState.FINISHED else "**Dropped**"


def ending_post(prompt: Prompt, works: Sequence[Work], key: str) -> tuple[str, ui.View]:
    """The one sentence that tells everybody who made something what came of it."""
    by = mention(prompt.ending.by) if prompt.ending else "Its director"
    word = quoted(prompt.ending.word, ENDING_ROOM) if prompt.ending else ""
    what = "finished" if prompt.state is PromptState.FINISHED else "dropped"
    makers = list(dict.fromkeys(maker for work in works for maker in work.makers))
    named = mentions(makers[:MAKERS_NAMED])
    if len(makers) > MAKERS_NAMED:
        named = f"{', '.join(map(mention, makers[:MAKERS_NAMED]))} and {len(makers) - MAKERS_NAMED} more"
    text = (
        f"Prompt {prompt.number} {quoted(prompt.title, 100)} is {what}. {by} says: {word}\n"
        f"It holds {count_of(len(works), 'work', 'works')} by {named}. They stay here, with their credit."
    )
    return text, rows(button("See the works", post_id(key)))


def prompt_opening(key: str) -> tuple[str, ui.View]:
    """The first message in the thread of a prompt that takes words."""
    return (
        "Words can be a work here. Reply to this message with yours and they are in. Have you posted them already? "
        "Open your message's menu and choose **Apps**, then **Submit this**. Anything else you write here is talk. "
        "A file needs nothing: post it."
    ), rows(button("See the works", post_id(key)))


def takes(kinds: Collection[Kind]) -> str:
    return listed([KINDS[kind] for kind in sorted(kinds)]) if kinds else "anything"


def prompt_line(prompt: Prompt) -> str:
    """Its number, its thread by name, and how it stands."""
    place = f"<#{prompt.thread_id}>" if prompt.thread_id else quoted(prompt.title, 60)
    if prompt.ending is not None:
        return f"**{prompt.number}** {place} · {prompt.state.value} {when(prompt.ending.at)}"
    if prompt.state is not PromptState.OPEN:
        return f"**{prompt.number}** {place} · closed {when(prompt.closed_at or Instant(0))}"
    if prompt.closes_at is None:
        return f"**{prompt.number}** {place} · open until its director closes it"
    return f"**{prompt.number}** {place} · closes {when(prompt.closes_at)}"


def works_page(
    prompt: Prompt,
    works: Sequence[Work],
    token: str,
    page: int,
    *,
    used_ai: Collection[WorkId] = (),
    may_manage: bool = False,
    built_on: Collection[WorkId] | None = None,
) -> tuple[str, ui.View]:
    """A prompt and its works, 25 a page, each one choice away from its panel.

    `used_ai`: those whose makers say that AI was used. `built_on`: those to leave out, where only works that nobody
    has built on are looked for.
    """
    manage = [button("Manage", custom_id("prompt", "manage", token))] if may_manage else []
    if not works:
        how = "press **Submit** on its card" if prompt.is_sealed else "post a file in its thread"
        nothing = f"Nothing is in it yet. Be the first: {how}."
        return f"{prompt_line(prompt)}\n{nothing}", rows(*manage)
    if prompt.is_hidden:
        hidden = f"{count_of(len(works), 'work is', 'works are')} in. Each is hidden until the prompt closes."
        return f"{prompt_line(prompt)}\n{hidden} **My works** on its card shows yours.", rows(*manage)
    head = f"{prompt_line(prompt)}\n{quoted(prompt.title)} has {count_of(len(works), 'work', 'works')}."
    verb, other = "works", button("Not built on yet", custom_id("prompt", "unbuilt", token, 0))
    if built_on is not None:
        verb, other = "unbuilt", button("All works", custom_id("prompt", "works", token, 0))
        works = [work for work in works if work.id not in built_on]
        if not works:
            return f"{head} Somebody has built on each of them.", rows(other, *manage)
        head = f"{head} Nobody has built on {'this one' if len(works) == 1 else f'these {len(works)}'} yet."
    most = -(-len(works) // PAGE_SIZE)
    page = min(page, most - 1)
    shown = works[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    lines = [head]
    for work in shown:
        ai = " · AI was used" if work.id in used_ai else ""
        lines.append(f"#{work.number} {quoted(work.title, 60)}{made_by(work)}{ai}")
    options = [(str(work.number), work_label(work), False) for work in shown]
    pick = choice(custom_id("work", "pick", token), options, placeholder="Open a work", least=1, most=1)
    return clipped(lines), rows(pick, *turning("prompt", verb, token, page, most), other, *manage)


UNNUMBERED = (WorkState.RECEIVED, WorkState.HELD, WorkState.REFUSED)
STATES = {
    WorkState.RECEIVED: "{title} is on its way: Discord didn't give me its file yet.",
    WorkState.ACCEPTED: "#{number} {title} is in.",
    WorkState.HELD: "{title} waits for a moderator to look at it.",
    WorkState.REFUSED: "{title} wasn't added.",
    WorkState.WITHDRAWN: "#{number} {title} was taken back.",
    WorkState.REMOVED: "#{number} {title} was taken out by a moderator.",
    WorkState.PURGED: "#{number} was taken out by a moderator, for good.",
}


def my_works_page(
    prompt: Prompt, works: Sequence[Work], why: Mapping[WorkId, str], token: str, page: int
) -> tuple[str, ui.View]:
    """One member's works in a prompt and how each stands, those with a number one choice away.

    `why`: the sentence for each that wasn't added.
    """
    submit = [button("Submit", custom_id("prompt", "submit", token), discord.ButtonStyle.primary)]
    if prompt.state is not PromptState.OPEN:
        submit = []
    if not works:
        return f"{prompt_line(prompt)}\nYou have nothing in it.", rows(*submit)
    most = -(-len(works) // PAGE_SIZE)
    page = min(page, most - 1)
    shown = works[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    lines = [prompt_line(prompt)]
    for work in shown:
        state = work.state if work.number is not None or work.state in UNNUMBERED else WorkState.REFUSED
        said = STATES[state].format(number=work.number, title=quoted(work.title, 60))
        lines.append(f"{said} {why.get(work.id, '')}".rstrip())
    numbered = [(str(work.number), work_label(work), False) for work in shown if work.number is not None]
    pick = custom_id("work", "pick", token)
    opens = [choice(pick, numbered, placeholder="Open one of yours", least=1, most=1)] if numbered else []
    return clipped(lines), rows(*opens, *turning("prompt", "mine", token, page, most), *submit)
