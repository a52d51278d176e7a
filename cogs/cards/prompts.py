"""A prompt's card, and its works page by page."""

from collections.abc import Sequence

from discord import ui

from bot.domain.instants import Instant
from bot.domain.prompts import Prompt, PromptState
from bot.domain.votes import PAGE_SIZE
from bot.domain.works import Kind, Work
from bot.router import custom_id, post_id
from cogs.cards.layout import clipped, turning
from cogs.cards.works import mentions, work_label
from cogs.panels import INK, SIGNAL, button, card, choice, rows
from cogs.words.plain import block, count_of, listed, plain, quoted, when
from cogs.words.refusals import KINDS

BRIEF_ROOM = 2_900
"""Of the 4,000 characters a card holds; the rest of a prompt's card needs at most 1,100, whatever people wrote."""


def prompt_card(prompt: Prompt, works: int, key: str, manage: str) -> ui.LayoutView:
    facts = [f"**Takes** {takes(prompt)}", f"**Pays** {plain(prompt.pays, 200)}"]
    if prompt.works_per_member is not None:
        facts.append(f"Up to {count_of(prompt.works_per_member, 'work', 'works')} from each member")
    if prompt.state is PromptState.OPEN:
        ends = f"**Closes** {when(prompt.closes_at)}" if prompt.closes_at else "**Closes** when its director says so"
        how = "Post it in the thread or reply to this message; that is all."
        if Kind.WORDS in prompt.kinds:
            how += " Words alone: reply with them to this card or to my first message in the thread, or use `/submit`."
        elif not prompt.kinds:
            how += " Words alone: use `/submit`."
        accent = SIGNAL
    else:
        ends = f"**Closed** {when(prompt.closed_at or Instant(0))}"
        how = f"{count_of(works, 'work is', 'works are')} in. You can still build on them: reply to one with your file."
        accent = INK
    open_now = prompt.state is PromptState.OPEN
    remind = [button("Remind me", custom_id("reminders", "mine", manage))] if open_now else []
    return card(
        f"### Prompt {prompt.number}\n## {plain(prompt.title)}\n{block(prompt.brief, BRIEF_ROOM)}",
        "\n".join([ends, *facts]),
        how,
        buttons=[
            button("See the works", post_id(key)),
            *remind,
            button("Manage", custom_id("prompt", "manage", manage)),
        ],
        accent=accent,
    )


def prompt_opening(key: str) -> tuple[str, ui.View]:
    """The first message in the thread of a prompt that takes words."""
    return (
        "Words can be a work here. Reply to this message with yours and they are in. Have you posted them already? "
        "Open your message's menu and choose **Apps**, then **Submit this**. Anything else you write here is talk. "
        "A file needs nothing: post it."
    ), rows(button("See the works", post_id(key)))


def takes(prompt: Prompt) -> str:
    return listed([KINDS[kind] for kind in sorted(prompt.kinds)]) if prompt.kinds else "anything"


def prompt_line(prompt: Prompt) -> str:
    """Its number, its thread by name, and how it stands."""
    place = f"<#{prompt.thread_id}>" if prompt.thread_id else quoted(prompt.title, 60)
    if prompt.state is PromptState.CLOSED:
        return f"**{prompt.number}** {place} · closed {when(prompt.closed_at or Instant(0))}"
    if prompt.closes_at is None:
        return f"**{prompt.number}** {place} · open until its director closes it"
    return f"**{prompt.number}** {place} · closes {when(prompt.closes_at)}"


def works_page(prompt: Prompt, works: Sequence[Work], token: str, page: int) -> tuple[str, ui.View]:
    """A prompt and its works, 25 a page, each one choice away from its panel."""
    manage = button("Manage", custom_id("prompt", "manage", token))
    if not works:
        nothing = "Nothing is in it yet. Be the first: post a file in its thread."
        return f"{prompt_line(prompt)}\n{nothing}", rows(manage)
    most = -(-len(works) // PAGE_SIZE)
    page = min(page, most - 1)
    shown = works[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    head = f"{prompt_line(prompt)}\n{quoted(prompt.title)} has {count_of(len(works), 'work', 'works')}."
    lines = [head, *(f"#{work.number} {quoted(work.title, 60)} by {mentions(work.makers)}" for work in shown)]
    options = [(str(work.number), work_label(work), False) for work in shown]
    pick = choice(custom_id("work", "pick", token), options, placeholder="Open a work", least=1, most=1)
    return clipped(lines), rows(pick, *turning("prompt", "works", token, page, most), manage)
