"""What `/help` says: what to do here and now first, then what each role can do. Short, and fitted to who asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.prompts import Prompt, PromptState, closing_instant
from bot.domain.works import Kind
from cogs.cards.prompts import takes
from cogs.words.plain import count_of, listed, quoted, when

NOT_SET_UP = "Callsheet isn't set up in this server yet."
WHO_CAN = f"{NOT_SET_UP} Someone with **Manage Server** can do it in a minute with `/setup`."
YOU_CAN = f"{NOT_SET_UP} You can do it in a minute: it asks for a channel, who directs and moderates, and a time zone."
NOTHING_YET = "**Nothing is open yet.** A director posts the first prompt; then everyone here can answer it."
YOUR_FIRST = (
    "**Nothing is open yet.** Post the first prompt with `/prompt new`. Whoever holds **Manage Server** finds three "
    "that are ready in `/setup`."
)
MEMBER = (
    "**Make something.** Post your file in a prompt's thread, or reply to its card. Or use `/submit`.\n"
    "**Build on something.** Reply to any work with your file, and the link between the two is kept.\n"
    "**Look.** `/prompt list` shows the prompts. The `#42` under a work opens it, and so does `/work`.\n"
    "**Vote.** Press **Vote** on a vote's card. Your ballot is secret and stays yours to change until it closes.\n"
    "-# `/privacy policy` says what is kept about you here."
)
DIRECTOR = (
    "**Direct.** `/prompt new` writes a prompt and shows it to you first, and `/prompt drafts` has what is not posted "
    "yet; **Manage** on its card changes and ends it. "
    "`/production new` starts a piece; add works from their panels; `/credits schedule` says who made it."
)
MODERATOR = (
    "**Moderate.** `/vote open` lets the community choose among a prompt's works. **Waiting for you** shows what is "
    "held or reported, and pauses everything; **Hold** and **Remove…** are on a work's panel."
)
PAUSED = "**Moderators have paused Callsheet here.** Nothing new begins until it goes on; works you post are kept."
MANAGER = "**Set up.** `/setup` shows how Callsheet stands here, what it still needs, and plays a rehearsal."
MOST_OPEN = 3
"""Open prompts named; `/prompt list` has the others."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who asks, and where."""

    directs: bool
    moderates: bool
    manages: bool
    here: Prompt | None
    """The prompt whose thread it is."""
    open_prompts: Sequence[Prompt]
    paused: bool = False


def help_text(standing: Standing) -> str:
    parts = [PAUSED if standing.paused else "", _now(standing), MEMBER]
    parts += [words for words, wanted in _BY_ROLE if wanted(standing)]
    return "\n".join(filter(None, parts))


_BY_ROLE = (
    (DIRECTOR, lambda standing: standing.directs),
    (MODERATOR, lambda standing: standing.moderates),
    (MANAGER, lambda standing: standing.manages),
)


def _now(standing: Standing) -> str:
    if standing.here is not None:
        return _in_thread(standing.here)
    if not standing.open_prompts:
        return YOUR_FIRST if standing.directs else NOTHING_YET
    places = listed(
        [f"<#{one.thread_id}>" if one.thread_id else quoted(one.title) for one in standing.open_prompts[:MOST_OPEN]]
    )
    more = len(standing.open_prompts) - MOST_OPEN
    if more > 0:
        return f"**Open now:** {places}, and {count_of(more, 'other', 'others')}."
    return f"**Open now:** {places}."


def _in_thread(prompt: Prompt) -> str:
    """What to do in this very prompt."""
    if prompt.state is not PromptState.OPEN:
        ended = closing_instant(prompt)
        closed = f"closed {when(ended)}" if ended else "is closed"
        return (
            f"**Here:** {quoted(prompt.title)} {closed}. You can still build on what is in it: reply to a work with "
            "your file."
        )
    ends = f"until {when(prompt.closes_at)}" if prompt.closes_at else "until its director closes it"
    each = ""
    if prompt.works_per_member is not None:
        each = f", up to {count_of(prompt.works_per_member, 'work', 'works')} from each member"
    said = f"**Here:** {quoted(prompt.title)} takes {takes(prompt.kinds)}{each}, {ends}."
    how = " Post your file in this thread and it is in."
    if prompt.kinds == {Kind.WORDS}:
        how = ""
    if Kind.WORDS in prompt.kinds:
        how += " Words alone: reply with them to my first message here, or use `/submit`."
    elif not prompt.kinds:
        how += " Words alone: use `/submit`."
    return f"{said}{how}"
