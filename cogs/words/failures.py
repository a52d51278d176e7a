"""Why something could not be posted, in words, for those who can do something about it."""

from collections.abc import Sequence

from bot.domain.posts import UNKNOWN_MESSAGE, Action, Post, PostKind
from cogs.words.plain import listed, quoted

WHAT = {
    PostKind.PROMPT_CARD: "the card",
    PostKind.PROMPT_THREAD: "the thread",
    PostKind.PROMPT_OPENING: "the first message in the thread",
    PostKind.WORK_REFUSAL: "the line that says a work wasn't added",
    PostKind.VOTE_CARD: "the card",
    PostKind.VOTE_RESULTS: "the results",
    PostKind.CREDITS: "the credits",
    PostKind.THREAD_REMINDER: "a reminder",
    PostKind.TEAM_NOTE: "a line for the team",
}
# Discord's codes (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json).
NO_ACCESS = frozenset({50_001, 50_013})
WHY = {
    10_003: "that channel is gone",
    40_005: "its files are larger than this server takes",
    50_035: "Discord wouldn't take it as it is written",
    160_006: "this server has too many open threads; archive some first",
}
MOST_LINES = 5


def failures(refused: Sequence[tuple[Post, Sequence[str]]]) -> list[str]:
    """A line for each post with what is lacking in its channel; what only waits for another one is left out."""
    heads = [(post, lacking) for post, lacking in refused if post.refusal_code is not None] or list(refused)
    lines = [_line(post, lacking) for post, lacking in heads[:MOST_LINES]]
    if len(heads) > MOST_LINES:
        lines.append(f"… and {len(heads) - MOST_LINES} more.")
    return lines


def posting_again(posts: Sequence[Post]) -> str:
    places = listed([f"<#{channel}>" for channel in dict.fromkeys(post.owed.channel_id for post in posts)])
    return f"On its way to {places} once more. If Discord still won't take it, **Manage** says why."


def _line(post: Post, lacking: Sequence[str]) -> str:
    what = WHAT.get(post.owed.kind, "a message")
    if post.owed.kind is PostKind.WORK_ANSWER:
        what = f"the line under #{post.owed.subject['work']}"
    if post.refusal_code == UNKNOWN_MESSAGE:
        return f"**Gone:** {what} in <#{post.owed.channel_id}> was deleted."
    happened = "**Not up to date:**" if post.owed.action is Action.EDIT else "**Not posted:**"
    return f"{happened} {what} in <#{post.owed.channel_id}>: {_why(post, lacking)}."


def _why(post: Post, lacking: Sequence[str]) -> str:
    code = post.refusal_code
    if code in NO_ACCESS and lacking:
        return f"my role needs {listed([f'**{label}**' for label in lacking])} there"
    if code in NO_ACCESS:
        return "I wasn't allowed to post there; it looks as if I may now"
    if code is not None and code in WHY:
        return WHY[code]
    if code is not None and post.refusal_text:
        return f"Discord answered {quoted(post.refusal_text, 100)}"
    return "what it belongs to couldn't be posted"
