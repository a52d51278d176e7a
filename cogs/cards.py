"""What cards and panels look like: a view of things in, Discord's components out. Nothing is asked or decided."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.ids import EntryId, MemberId, WorkId
from bot.domain.instants import SECOND, Instant
from bot.domain.lineage import Branch
from bot.domain.productions import AnnouncementState, ProductionState
from bot.domain.prompts import Prompt, PromptState
from bot.domain.votes import PAGE_SIZE, Vote, VoteState, ballot_page, own_entries, pages
from bot.domain.works import Kind, Work, WorkState
from bot.router import custom_id, post_id
from bot.services.lineage import WorkView
from bot.services.productions import CreditLine, ProductionView
from bot.services.votes.voting import BallotView, ResultView
from cogs.panels import INK, SIGNAL, TEAL, button, card, choice, rows
from cogs.words.plain import block, count_of, listed, numbers, plain, quoted, shorten, soon, when
from cogs.words.refusals import KINDS

MESSAGE_LIMIT = 2_000
BRIEF_ROOM = 2_900
"""Of the 4,000 characters a card holds; the rest of a prompt's card needs at most 1,100, whatever people wrote."""
LINES_SHOWN = 20
WORKS_NAMED = 3
EM_SPACE = "\u2003"


def clipped(lines: Iterable[str], limit: int = MESSAGE_LIMIT) -> str:
    """As many whole lines as fit, and a last one that says how many did not."""
    kept: list[str] = []
    left = list(lines)
    room = limit - 40
    while left and len(left[0]) + 1 <= room:
        room -= len(left[0]) + 1
        kept.append(left.pop(0))
    if left:
        kept.append(f"… and {len(left)} more.")
    return "\n".join(kept)


# Prompts


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
    return card(
        f"### Prompt {prompt.number}\n## {plain(prompt.title)}\n{block(prompt.brief, BRIEF_ROOM)}",
        "\n".join([ends, *facts]),
        how,
        buttons=[button("See the works", post_id(key)), button("Manage", custom_id("prompt", "manage", manage))],
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


def turning(feature: str, verb: str, token: str, page: int, most: int) -> list[ui.Button[Any]]:
    """Two buttons to turn pages, where there are pages."""
    if most < 2:
        return []
    return [
        button("Back", custom_id(feature, verb, token, max(0, page - 1)), disabled=page == 0),
        button(
            f"Next (page {page + 1} of {most})", custom_id(feature, verb, token, page + 1), disabled=page + 1 >= most
        ),
    ]


# Works


def work_label(work: Work) -> str:
    """For an option: plain text, 100 characters at most."""
    return shorten(f"#{work.number} {work.title}", 100)


def mentions(makers: Iterable[MemberId]) -> str:
    return listed([f"<@{maker}>" for maker in makers])


def work_answer(work: Work, sources: Sequence[int], key: str, *, shown_here: bool) -> tuple[str, ui.View]:
    """The one short line under a work. `shown_here`: the files come with it, since no message of the maker has them."""
    label = f"#{work.number}"
    title = f"{label} {quoted(work.title, 100)}"
    if work.state is WorkState.WITHDRAWN:
        return f"{title} was taken back by its maker.", rows(button(label, post_id(key)))
    by = f" by {mentions(work.makers)}" if shown_here else ""
    free = "" if work.prompt_id else ", outside any prompt"
    text = f"{title}{by} is in{free}."
    if sources:
        text += f" {builds_on(sources)}"
    if shown_here and work.words:
        text += f"\n{block(work.words, 1_500)}"
    return clipped(text.splitlines()), rows(button(label, post_id(key)))


def builds_on(sources: Sequence[int]) -> str:
    more = f" and {len(sources) - LINES_SHOWN} more" if len(sources) > LINES_SHOWN else ""
    return f"It builds on {numbers(sources[:LINES_SHOWN])}{more}."


def work_refusal(key: str, maker: MemberId | None) -> tuple[str, ui.View]:
    """Neutral in public; the reason is behind the button, for the maker alone. `maker`: there is no message to see."""
    what = "This one" if maker is None else f"A work by <@{maker}>"
    return f"{what} wasn't added.", rows(button("Why?", post_id(key)))


def work_panel(view: WorkView, token: str) -> tuple[str, ui.View | None]:
    work = view.work
    head = [f"**#{work.number} {quoted(work.title, 100)}** by {mentions(work.makers)}"]
    if view.prompt is not None:
        head.append(f"For prompt {view.prompt.number}, {quoted(view.prompt.title, 60)}.")
    else:
        head.append("Free-standing: it answers no prompt.")
    if work.state is WorkState.WITHDRAWN:
        head.append("Its maker took it back. Its place in the family and its credit stay.")
    if work.words and shorten(work.words, 100) != work.title:
        head.append(block(work.words, 500))
    tree = [
        *branch_lines("It builds on", view.upstream, view),
        *branch_lines("Others built on it", view.downstream, view),
    ]
    if not tree:
        tree = ["Nothing is linked to it yet. Reply to it with a file of yours to build on it."]
    items: list[ui.Item[Any]] = []
    if work.state is WorkState.ACCEPTED:
        if view.is_maker:
            items.append(button("Built on…", custom_id("lineage", "cite", token)))
            items.append(button("Withdraw", custom_id("work", "withdraw", token), discord.ButtonStyle.danger))
        if view.is_director:
            items.append(button("Add to a production…", custom_id("production", "choose", token)))
    elif view.is_maker and view.may_come_back:
        items.append(button("Hand it in again", custom_id("work", "again", token)))
    return clipped([*head, *tree]), rows(*items) if items else None


def branch_lines(title: str, branches: Sequence[Branch], view: WorkView) -> list[str]:
    """A family tree as text, one work a line, indented by how far it stands."""
    if not branches:
        return []
    return [f"**{title}**", *(_branch(line, view.relatives, view.names) for line in branches)]


def _branch(line: Branch, works: Mapping[WorkId, Work], names: Mapping[MemberId, str]) -> str:
    work = works[line.work]
    makers = listed([plain(names.get(maker, "someone"), 40) for maker in work.makers])
    again = " (see above)" if line.repeated else ""
    indent = EM_SPACE * (line.depth - 1)
    return f"{indent}└ #{work.number} {quoted(work.title, 50)} by {makers}{again}"


# Votes


def vote_card(vote: Vote, key: str, ballot: str, manage: str) -> ui.LayoutView:
    works = count_of(len(vote.entries), "work", "works")
    head = f"### Vote {vote.number}\n## {plain(vote.title)}"
    if vote.state is VoteState.CLOSED:
        return card(head, f"**Closed** {when(vote.closed_at or vote.closes_at)}. The results are below.", accent=INK)
    entries = clipped((f"#{entry.number} {quoted(entry.title, 60)}" for entry in vote.entries), 2_500)
    return card(
        f"{head}\nPick as many of the {works} as you like. Every press is saved, and you can change your picks "
        "until it closes. Nobody here sees who picked what, and no count shows before the end.\n"
        "Your own works aren't on your ballot, and works handed in after the vote opened aren't in it.\n"
        f"**Closes** {when(vote.closes_at)}",
        entries,
        buttons=[
            button("Vote", post_id(key), discord.ButtonStyle.primary),
            button("My ballot", custom_id("vote", "ballot", ballot)),
            button("Manage", custom_id("vote", "manage", manage)),
        ],
        accent=SIGNAL,
    )


def ballot_panel(view: BallotView, token: str, page: int, *, pressed: bool = False) -> tuple[str, ui.View | None]:
    """One page of a ballot, with what is picked so far on all of them. `pressed`: something was just saved."""
    vote, voter = view.vote, view.voter_id
    most = pages(vote, voter)
    page = min(page, most - 1)
    shown = ballot_page(vote, voter, page)
    if not shown:
        return f"Every work in this vote is yours, so there is nothing for you to pick. {_not_in(vote)}", None
    options = [(str(e.id), shorten(f"#{e.number} {e.title}", 100), e.id in view.picks) for e in shown]
    select = choice(custom_id("vote", "pick", token, page), options, placeholder="Pick your favourites")
    text = "\n".join([_ballot_text(vote, view.picks, pressed), *_left_out(vote, voter), _not_in(vote)])
    return text, rows(select, *turning("vote", "page", token, page, most))


def _left_out(vote: Vote, voter: MemberId) -> list[str]:
    own = [entry.number for entry in own_entries(vote, voter)]
    if len(own) > LINES_SHOWN:
        return [f"{len(own)} works in this vote are yours, so they aren't on your ballot."]
    if len(own) > 1:
        return [f"{numbers(own)} are yours, so they aren't on your ballot."]
    return [f"#{own[0]} is yours, so it isn't on your ballot."] if own else []


def _not_in(vote: Vote) -> str:
    return f"The vote is over what was in when it opened, {soon(vote.opens_at)}; works handed in since aren't in it."


def _ballot_text(vote: Vote, picks: frozenset[EntryId], pressed: bool) -> str:
    """What is on a ballot, in one short message."""
    picked = [entry.number for entry in vote.entries if entry.id in picks]
    ends = f"<t:{vote.closes_at // SECOND}:F>"
    if not picked:
        nothing = "Saved. Nothing is on your ballot now." if pressed else "Nothing is on your ballot yet."
        return f"{nothing} You can pick until {ends}."
    more = f" and {len(picked) - LINES_SHOWN} more" if len(picked) > LINES_SHOWN else ""
    listing = ", ".join(f"#{number}" for number in picked[:LINES_SHOWN])
    return f"{'Saved. ' if pressed else ''}On your ballot: {listing}{more}. You can change it until {ends}."


def results_card(view: ResultView, key: str, shown: Sequence[ui.Item[Any]]) -> ui.LayoutView:
    """The winners with their works; the rest is behind the button, unranked in public."""
    vote, result = view.vote, view.result
    entries = {entry.id: entry for entry in vote.entries}
    head = f"### Results of vote {vote.number}\n## {plain(vote.title)}"
    people = count_of(result.turnout, "person", "people")
    turnout = f"{people} picked something. The most picks win, and a tie is shared."
    if not result.winners:
        said = "Nobody picked anything, so there is no winner."
    else:
        times = count_of(result.standings[0].picks, "time", "times")
        lines = [_winner(view.works[entries[winner].work_id]) for winner in result.winners]
        tie = f"A tie, each picked {times}:" if len(lines) > 1 else f"Picked most, {times}:"
        said = clipped([tie, *lines], 2_500)
    return card(head + "\n" + said, *shown, turnout, buttons=[button("Full order", post_id(key))], accent=TEAL)


def _winner(work: Work) -> str:
    taken_back = ", taken back by its maker since" if work.state is WorkState.WITHDRAWN else ""
    return f"**#{work.number} {quoted(work.title, 80)}** by {mentions(work.makers)}{taken_back}"


def full_order(view: ResultView) -> str:
    entries = {entry.id: entry for entry in view.vote.entries}
    lines = [f"**{quoted(view.vote.title)}**, every work by picks. Equal picks share a place."]
    for standing in view.result.standings:
        for entry in standing.entries:
            lines.append(
                f"Place {standing.place} · #{entries[entry].number} {quoted(entries[entry].title, 60)} · "
                f"{count_of(standing.picks, 'pick', 'picks')}"
            )
    return clipped(lines)


# Productions and credits


def production_panel(
    view: ProductionView, token: str, *, may_direct: bool, refused: Sequence[str] = ()
) -> tuple[str, ui.View]:
    """`refused`: a line for each post of it that Discord would not take."""
    production = view.production
    state = "finished" if production.state is ProductionState.FINISHED else "running"
    lines = [f"**Production {production.number} {quoted(production.title)}** is {state}."]
    for use in production.uses:
        work = view.works[use.work_id]
        role = f" as {quoted(use.role, 60)}" if use.role else ""
        lines.append(f"#{use.number} {quoted(work.title, 60)} by {mentions(work.makers)}{role}")
    if not production.uses:
        lines.append("No works are in it yet. Add some by their numbers, or with **Add to a production…** on a work.")
    for announcement in view.announcements:
        if announcement.state is AnnouncementState.SCHEDULED:
            lines.append(f"Its credits go out {when(announcement.due_at)} in <#{announcement.channel_id}>.")
    lines[1:1] = refused  # first, so that a long list of works does not push it out
    again = [button("Post it again", custom_id("production", "again", token))] if refused else []
    if production.state is ProductionState.FINISHED or not may_direct:
        return clipped(lines), rows(*again, button("Credits", custom_id("production", "credits", token)))
    items = [
        *again,
        button("Add works…", custom_id("production", "add", token), discord.ButtonStyle.primary),
        button("Take out…", custom_id("production", "remove", token), disabled=not production.uses),
        button("Preview credits", custom_id("production", "credits", token), disabled=not production.uses),
        button("Schedule credits…", custom_id("production", "schedule", token), disabled=not production.uses),
    ]
    return clipped(lines), rows(*items)


def credit_line(line: CreditLine) -> str:
    """For a private preview: names, not mentions."""
    return _credit(f"**{plain(line.name, 40)}**", line.roles, line.works)


def _credit(who: str, roles: Sequence[str], works: Sequence[tuple[int, str]]) -> str:
    """At most 310 characters, whatever people wrote, so that twelve fit a message."""
    as_what = f" · {plain(listed(list(roles)), 40)}" if roles else ""
    more = f" and {len(works) - WORKS_NAMED} more" if len(works) > WORKS_NAMED else ""
    made = ", ".join(f"#{number} {quoted(title, 24)}" for number, title in works[:WORKS_NAMED])
    return f"{who}{as_what}\n-# {made}{more}" if works else f"{who}{as_what}"


def credits_preview(view: ProductionView) -> str:
    head = f"**Credits of {quoted(view.production.title)}** as they stand, nearest first. Nobody is pinged by this."
    return clipped([head, *(credit_line(line) for line in view.lines)])


def credits_card(title: str, page: int, most: int, lines: Sequence[Mapping[str, Any]], key: str) -> ui.LayoutView:
    """One post of credits: names large, what they made small beneath."""
    part = f" · part {page} of {most}" if most > 1 else ""
    head = f"### Credits{part}\n## {plain(title)}"
    if page == 1:
        head += "\nMade by everyone whose work is in it, and by everyone they built on."
    named = "\n".join(_credit(f"<@{line['maker']}>", line["roles"], line["works"]) for line in lines)
    return card(head, named, buttons=[button("Why am I here?", post_id(key))], accent=TEAL)
