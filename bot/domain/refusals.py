"""What Callsheet declines to do, as a code and the facts behind it; `cogs.words` chooses the sentence."""

from enum import StrEnum
from typing import Any


class Why(StrEnum):
    """One code a reason. Every code has words in `cogs.words`; a test holds the two together."""

    NOT_SET_UP = "not_set_up"
    NEEDS_MANAGE_SERVER = "needs_manage_server"
    NEEDS_DIRECTOR = "needs_director"
    NEEDS_MODERATOR = "needs_moderator"
    NOT_YOURS = "not_yours"
    PANEL_IS_OLD = "panel_is_old"
    PANEL_IS_ANOTHERS = "panel_is_anothers"
    NOTHING_TO_POST_AGAIN = "nothing_to_post_again"

    NO_CHANNEL = "no_channel"
    LACKS_PERMISSIONS = "lacks_permissions"
    NOT_OUR_CHANNEL = "not_our_channel"
    UNKNOWN_ZONE = "unknown_zone"
    ZONE_IS_UNCLEAR = "zone_is_unclear"
    REHEARSAL_IS_OVER = "rehearsal_is_over"
    TIME_NOT_UNDERSTOOD = "time_not_understood"
    TIME_IS_PAST = "time_is_past"
    TIME_TOO_FAR = "time_too_far"
    TITLE_IS_EMPTY = "title_is_empty"
    TITLE_TOO_LONG = "title_too_long"
    BRIEF_IS_EMPTY = "brief_is_empty"
    BRIEF_TOO_LONG = "brief_too_long"
    UNKNOWN_KIND = "unknown_kind"
    WORKS_PER_MEMBER_OUT_OF_RANGE = "works_per_member_out_of_range"

    TOO_MANY_REFERENCES = "too_many_references"
    REFERENCE_TOO_LARGE = "reference_too_large"
    NO_SUCH_DRAFT = "no_such_draft"
    TOO_MANY_DRAFTS = "too_many_drafts"
    ONLY_BY_SUBMIT = "only_by_submit"
    WORKS_ARE_HIDDEN = "works_are_hidden"
    NAMELESS_FOR_NOW = "nameless_for_now"
    REPEATS_OPENLY = "repeats_openly"
    PROMPT_IS_OPEN = "prompt_is_open"
    PROMPT_HAS_ENDED = "prompt_has_ended"
    ENDING_IS_EMPTY = "ending_is_empty"
    ENDING_TOO_LONG = "ending_too_long"

    NO_SUCH_PROMPT = "no_such_prompt"
    WHICH_PROMPT = "which_prompt"
    NO_FILE = "no_file"
    PROMPT_NOT_OPEN_YET = "prompt_not_open_yet"
    PROMPT_IS_CLOSED = "prompt_is_closed"
    PROMPT_ALREADY_CLOSED = "prompt_already_closed"
    WRONG_KIND = "wrong_kind"
    NOTHING_HANDED_IN = "nothing_handed_in"
    TOO_MANY_WORKS = "too_many_works"
    TOO_MANY_FILES = "too_many_files"
    FILE_TOO_LARGE = "file_too_large"
    FILE_IS_EMPTY = "file_is_empty"
    FILE_IS_LOST = "file_is_lost"
    ALREADY_HANDED_IN = "already_handed_in"
    NOT_YOUR_MESSAGE = "not_your_message"
    MESSAGE_IS_GONE = "message_is_gone"

    CHANGE_IS_LATE = "change_is_late"
    IN_A_VOTE = "in_a_vote"
    IS_BUILT_ON = "is_built_on"
    NO_MESSAGE_OF_YOURS = "no_message_of_yours"
    NOTHING_TO_JOIN = "nothing_to_join"
    NOT_JOINED = "not_joined"
    FILES_NOT_HERE_YET = "files_not_here_yet"
    TOO_MANY_MAKERS = "too_many_makers"
    NOBODY_NEW_NAMED = "nobody_new_named"
    NOT_ASKED = "not_asked"
    ONLY_MAKER = "only_maker"
    OUTSIDE_NEEDS_A_NAME = "outside_needs_a_name"
    LINK_NOT_UNDERSTOOD = "link_not_understood"
    TOO_MUCH_FROM_OUTSIDE = "too_much_from_outside"
    NO_SUCH_SERIES = "no_such_series"
    TOO_MANY_THEMES = "too_many_themes"
    OPEN_FOR_OUT_OF_RANGE = "open_for_out_of_range"
    DURATION_NOT_UNDERSTOOD = "duration_not_understood"
    NOTHING_OWED = "nothing_owed"
    IN_TIME_ANYWAY = "in_time_anyway"

    NO_SUCH_WORK = "no_such_work"
    WORK_NOT_IN = "work_not_in"
    FILES_NOT_GIVEN = "files_not_given"
    NOTHING_TO_GIVE = "nothing_to_give"
    SOURCE_IS_ITSELF = "source_is_itself"
    SOURCE_IS_YOUNGER = "source_is_younger"
    SOURCE_NOT_IN = "source_not_in"
    SOURCE_STAYS = "source_stays"
    TOO_MANY_NUMBERS = "too_many_numbers"
    NUMBERS_NOT_UNDERSTOOD = "numbers_not_understood"

    FILE_IS_BARRED = "file_is_barred"
    WORK_HAS_CHANGED = "work_has_changed"
    OWN_WORK_TO_JUDGE = "own_work_to_judge"
    OWN_CONTEST = "own_contest"
    OWN_WORK_TO_REPORT = "own_work_to_report"
    ALREADY_REPORTED = "already_reported"
    REASON_IS_EMPTY = "reason_is_empty"
    REASON_TOO_LONG = "reason_too_long"
    BY_MODERATORS = "by_moderators"
    PURGED_BY_MODERATORS = "purged_by_moderators"
    PAUSED = "paused"

    NO_SUCH_VOTE = "no_such_vote"
    NOTHING_TO_VOTE_ON = "nothing_to_vote_on"
    VOTE_ALREADY_OPEN = "vote_already_open"
    VOTE_IS_CLOSED = "vote_is_closed"
    OWN_WORK = "own_work"
    NO_SUCH_ENTRY = "no_such_entry"
    BOTS_DO_NOT_VOTE = "bots_do_not_vote"

    NO_SUCH_PRODUCTION = "no_such_production"
    NO_PRODUCTION_YET = "no_production_yet"
    ALREADY_IN_PRODUCTION = "already_in_production"
    NOT_IN_PRODUCTION = "not_in_production"
    PRODUCTION_IS_EMPTY = "production_is_empty"
    PRODUCTION_IS_FINISHED = "production_is_finished"
    CREDITS_NEED_A_WORK = "credits_need_a_work"
    CREDITS_ALREADY_SCHEDULED = "credits_already_scheduled"
    CREDITS_NOT_SCHEDULED = "credits_not_scheduled"


MENDABLE = frozenset(
    {
        Why.UNKNOWN_ZONE,
        Why.ZONE_IS_UNCLEAR,
        Why.NO_CHANNEL,
        Why.TIME_NOT_UNDERSTOOD,
        Why.TIME_IS_PAST,
        Why.TIME_TOO_FAR,
        Why.TITLE_IS_EMPTY,
        Why.TITLE_TOO_LONG,
        Why.BRIEF_IS_EMPTY,
        Why.BRIEF_TOO_LONG,
        Why.WORKS_PER_MEMBER_OUT_OF_RANGE,
        Why.TOO_MANY_REFERENCES,
        Why.REFERENCE_TOO_LARGE,
        Why.ENDING_IS_EMPTY,
        Why.ENDING_TOO_LONG,
        Why.NO_FILE,
        Why.WRONG_KIND,
        Why.NOTHING_HANDED_IN,
        Why.TOO_MANY_FILES,
        Why.FILE_TOO_LARGE,
        Why.FILE_IS_EMPTY,
        Why.FILE_IS_LOST,
        Why.TOO_MANY_WORKS,
        Why.FILES_NOT_HERE_YET,
        Why.TOO_MANY_MAKERS,
        Why.NOBODY_NEW_NAMED,
        Why.OUTSIDE_NEEDS_A_NAME,
        Why.LINK_NOT_UNDERSTOOD,
        Why.NO_SUCH_WORK,
        Why.WORK_NOT_IN,
        Why.SOURCE_IS_ITSELF,
        Why.SOURCE_IS_YOUNGER,
        Why.SOURCE_NOT_IN,
        Why.SOURCE_STAYS,
        Why.TOO_MANY_NUMBERS,
        Why.NUMBERS_NOT_UNDERSTOOD,
        Why.LACKS_PERMISSIONS,
        Why.NOT_OUR_CHANNEL,
        Why.ALREADY_IN_PRODUCTION,
        Why.NOT_IN_PRODUCTION,
        Why.PRODUCTION_IS_EMPTY,
        Why.REASON_IS_EMPTY,
        Why.REASON_TOO_LONG,
        Why.TOO_MANY_THEMES,
        Why.OPEN_FOR_OUT_OF_RANGE,
        Why.DURATION_NOT_UNDERSTOOD,
        Why.IN_TIME_ANYWAY,
    }
)
"""What whoever filled in a form can put right and send again; the others end the matter."""


class Refusal(Exception):
    """Something a person asked for that the rules do not allow.

    `why` is the code, `fields` the facts the sentence needs (numbers, names, instants).
    """

    def __init__(self, why: Why, **fields: Any) -> None:
        super().__init__(why)
        self.why = why
        self.fields = fields

    def __repr__(self) -> str:
        return f"Refusal({self.why}, {self.fields})"


class Repeated(Exception):
    """Discord delivered again what was already dealt with. Nothing to do and nothing to say."""
