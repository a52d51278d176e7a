"""A vote's card, the ballot, the results."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.ids import EntryId, MemberId
from bot.domain.instants import SECOND
from bot.domain.votes import Entry, Vote, VoteState, ballot_page, own_entries, pages
from bot.domain.works import Work, WorkState
from bot.router import custom_id, post_id
from bot.services.votes.voting import BallotView, ResultView
from cogs.cards.layout import clipped, page_of, turning
from cogs.cards.lineage import made_by
from cogs.cards.works import HIDDEN, titled
from cogs.panels import INK, SIGNAL, TEAL, button, card, choice, rows
from cogs.words.plain import count_of, numbers, plain, quoted, shorten, soon, when

LINES_SHOWN = 20
HIDDEN_KEEP_THEIRS = "Works hidden by moderators keep their place, and the picks they have."


def vote_card(vote: Vote, key: str, ballot: str, manage: str) -> ui.LayoutView:
    works = count_of(len(vote.entries), "work", "works")
    head = f"### Vote {vote.number}\n## {plain(vote.title)}"
    if vote.state is VoteState.CLOSED:
        return card(head, f"**Closed** {when(vote.closed_at or vote.closes_at)}. The results are below.", accent=INK)
    entries = clipped((_entry(entry, 60) for entry in vote.entries), 2_500)
    hidden = f"\n{HIDDEN_KEEP_THEIRS}" if any(entry.hidden for entry in vote.entries) else ""
    return card(
        f"{head}\nPick as many of the {works} as you like. Every press is saved, and you can change your picks "
        "until it closes. Nobody here sees who picked what, and no count shows before the end.\n"
        "Your own works aren't on your ballot, and works handed in after the vote opened aren't in it."
        f"{hidden}\n"
        f"**Closes** {when(vote.closes_at)}",
        entries,
        buttons=[
            button("Vote", post_id(key), discord.ButtonStyle.primary),
            button("My ballot", custom_id("vote", "ballot", ballot)),
            button("Manage", custom_id("vote", "manage", manage)),
        ],
        accent=SIGNAL,
    )


def _entry(entry: Entry, limit: int) -> str:
    return f"#{entry.number} {HIDDEN}" if entry.hidden else f"#{entry.number} {quoted(entry.title, limit)}"


def _option(entry: Entry) -> str:
    return f"#{entry.number} {HIDDEN if entry.hidden else entry.title}"


def ballot_panel(view: BallotView, token: str, page: int, *, pressed: bool = False) -> tuple[str, ui.View | None]:
    """One page of a ballot, with what is picked so far on all of them. `pressed`: something was just saved."""
    vote, voter = view.vote, view.voter_id
    most = pages(vote, voter)
    page = min(page, most - 1)
    shown = ballot_page(vote, voter, page)
    if not shown:
        return f"Every work in this vote is yours, so there is nothing for you to pick. {_not_in(vote)}", None
    options = [(str(e.id), shorten(_option(e), 100), e.id in view.picks) for e in shown]
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
    return f"**{titled(work, 80)}**{made_by(work)}{taken_back}"


def full_order(view: ResultView, token: str, page: int = 0) -> tuple[str, ui.View | None]:
    entries = {entry.id: entry for entry in view.vote.entries}
    head = f"**{quoted(view.vote.title)}**, every work by picks. Equal picks share a place."
    lines: list[str] = []
    for standing in view.result.standings:
        for entry in standing.entries:
            lines.append(
                f"Place {standing.place} · {_entry(entries[entry], 60)} · {count_of(standing.picks, 'pick', 'picks')}"
            )
    return page_of(lines, "vote", "ordered", token, page, head=head)
