"""What falls due, in words."""

from collections.abc import Mapping

from bot.domain.deadlines import DeadlineKind

WHAT_IS_DUE: Mapping[DeadlineKind, str] = {
    DeadlineKind.PROMPT_CLOSES: "the closing of the prompt",
    DeadlineKind.VOTE_CLOSES: "the closing of the vote",
    DeadlineKind.CREDITS_ARE_DUE: "the credits of",
    DeadlineKind.PROMPT_REMINDS: "the reminder of",
    DeadlineKind.SERIES_POSTS: "the repeating prompt",
}
