"""A sentence for every refusal: what happened, then what to do."""

from collections.abc import Mapping
from typing import Any

from bot.domain.instants import Instant
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Kind
from cogs.words.plain import code, count_of, listed, plain, quoted, size, when

KINDS: Mapping[Kind, str] = {
    Kind.PICTURE: "pictures",
    Kind.SOUND: "sound",
    Kind.VIDEO: "video",
    Kind.WORDS: "words",
    Kind.OTHER: "other files",
}

SENTENCES: Mapping[Why, str] = {
    Why.NOT_SET_UP: (
        "Callsheet isn't set up in this server yet. Someone with **Manage Server** can do it in a minute with `/setup`."
    ),
    Why.NEEDS_MANAGE_SERVER: "Only someone with **Manage Server** can set Callsheet up. Ask the server's owner.",
    Why.NEEDS_DIRECTOR: ("Only directors can do that. Ask whoever runs this server for {role}."),
    Why.NEEDS_MODERATOR: ("Only moderators can do that. Ask whoever runs this server for {role}."),
    Why.NOT_YOURS: "#{number} isn't yours, so only its maker can change that.",
    Why.PANEL_IS_OLD: (
        "This panel is old and can't be used any more. Press the button on the card again, or run the command again, "
        "and you get a fresh one."
    ),
    Why.PANEL_IS_ANOTHERS: "That button is for somebody else. Nothing was changed.",
    Why.NOTHING_TO_POST_AGAIN: "Everything has been posted, so there is nothing to post again.",
    Why.NO_CHANNEL: "Choose at least one channel for Callsheet to work in, then send the form again.",
    Why.LACKS_PERMISSIONS: (
        "In {channels} my role still needs {missing}, so nothing was posted. Whoever runs this server can give it."
    ),
    Why.NOT_OUR_CHANNEL: (
        "Callsheet works in {channels}, so choose one of those. Someone with **Manage Server** can add another "
        "in `/setup`."
    ),
    Why.UNKNOWN_ZONE: (
        "{zone} isn't a time zone I know. Write it as a region and a city, such as `Europe/Berlin` or "
        "`America/New_York`."
    ),
    Why.ZONE_IS_UNCLEAR: (
        "{zone} could mean more than one clock, or isn't spelled as I know it. The nearest I know: {zones}. Write the "
        "one you mean, or another region and city, such as `Europe/Berlin`."
    ),
    Why.REHEARSAL_IS_OVER: "That rehearsal is over. You can start another with **Rehearsal** in `/setup`.",
    Why.TIME_NOT_UNDERSTOOD: (
        "I couldn't read {text} as a time. Try `in 7 days`, `Friday 18:00` or `2027-03-01 20:00`, in the community's "
        "time zone."
    ),
    Why.TIME_IS_PAST: "That would be {at}, which has passed or is less than a minute off. Choose a later time.",
    Why.TIME_TOO_FAR: "That would be {at}, more than a year away. Choose a time within a year.",
    Why.TITLE_IS_EMPTY: "It needs a title. Write one and send it again.",
    Why.TITLE_TOO_LONG: "The title has {length} characters and {limit} fit. Shorten it and send it again.",
    Why.BRIEF_IS_EMPTY: "It needs a brief that says what you are looking for. Write one and send it again.",
    Why.BRIEF_TOO_LONG: "The brief has {length} characters and {limit} fit. Shorten it and send it again.",
    Why.UNKNOWN_KIND: "{kind} isn't a kind of work. Choose from pictures, sound, video and words.",
    Why.WORKS_PER_MEMBER_OUT_OF_RANGE: "Works per member can be 1 to {limit}, or leave it empty for no limit.",
    Why.TOO_MANY_REFERENCES: "That is {count} files and a prompt shows {limit}. Choose the ones that say most.",
    Why.REFERENCE_TOO_LARGE: "Not kept: {filename} is larger than {limit}, more than a card takes. Make it smaller.",
    Why.NO_SUCH_DRAFT: (
        "That draft isn't there any more: it was posted or thrown away. `/prompt drafts` shows the ones you have."
    ),
    Why.TOO_MANY_DRAFTS: (
        "You have {count} drafts, and {limit} can be kept. Post one or throw one away: `/prompt drafts` shows them."
    ),
    Why.ONLY_BY_SUBMIT: (
        "{title} takes works by **Submit** on its card, or by `/submit`, and by nothing else: a message shows who "
        "made it. Yours shows that too, so delete it, then press **Submit**."
    ),
    Why.WORKS_ARE_HIDDEN: "The works of {title} stay hidden until it closes. Come back then.",
    Why.NAMELESS_FOR_NOW: (
        "Nobody is named in {title} until it has ended, and asking the others would name them. Name them after that."
    ),
    Why.REPEATS_OPENLY: "{title} keeps names or works back, and prompts that repeat can't do that. Post each by hand.",
    Why.PROMPT_IS_OPEN: "{title} still takes works. Close it first, then say what came of it.",
    Why.PROMPT_HAS_ENDED: "{title} has ended already, and its makers have been told.",
    Why.ENDING_IS_EMPTY: "It needs a sentence for the people who made something. Write one and send it again.",
    Why.ENDING_TOO_LONG: "The sentence has {length} characters and {limit} fit. Shorten it and send it again.",
    Why.NO_SUCH_PROMPT: "There is no such prompt here. `/prompt list` shows the ones there are.",
    Why.WHICH_PROMPT: "Which prompt is it for? Use `/submit` and choose one, or post it in a prompt's thread.",
    Why.NO_FILE: "This prompt takes {takes}, and there was no file. Hand it in again with one.",
    Why.TOO_MANY_NUMBERS: "That is {count} works and {limit} can be named at once. Name the nearest ones.",
    Why.PROMPT_NOT_OPEN_YET: "{title} opens {at}. Hand it in then.",
    Why.PROMPT_IS_CLOSED: (
        "{title} closed {at}, and this was posted after that. You can still build on a work in it: reply to that work "
        "with your file."
    ),
    Why.PROMPT_ALREADY_CLOSED: "{title} is closed already.",
    Why.WRONG_KIND: ("This prompt takes {takes}, and {filename} is something else. Hand it in again as one of those."),
    Why.NOTHING_HANDED_IN: "There was nothing to hand in: add a file or write some words.",
    Why.TOO_MANY_WORKS: (
        "{title} takes {works} from each member, and you have that many in. To make room, press the number "
        "under one of them and then **Withdraw**."
    ),
    Why.TOO_MANY_FILES: "That is {count} files and a work holds {limit}. Split it in two.",
    Why.FILE_TOO_LARGE: "A file is larger than {limit}, more than I can keep. Make it smaller and post it again.",
    Why.FILE_IS_EMPTY: (
        "There was nothing in {filename} when it arrived, so there was nothing to keep. It looks as if saving or "
        "uploading it was cut short: have a look at it on your side and post it again."
    ),
    Why.FILE_IS_LOST: "Discord no longer has the file, so it couldn't be kept. Post it again.",
    Why.ALREADY_HANDED_IN: "That is a work already. `/work` opens it by its number or title.",
    Why.NOT_YOUR_MESSAGE: "Only the person who posted a message can hand it in. Ask them to.",
    Why.MESSAGE_IS_GONE: "That message has been deleted, so it can't be handed in. Post it again.",
    Why.CHANGE_IS_LATE: (
        "{title} closed {at}, so what #{number} is made of stays as it was then. Its title and its credit words can "
        "still be changed, and you can build on it: reply to it with your file."
    ),
    Why.IN_A_VOTE: (
        "People are voting on #{number} right now, so what it is made of stays as it is until the vote has closed."
    ),
    Why.IS_BUILT_ON: (
        "Others lean on #{number}: it was built on, or it is in a vote or a production. **Withdraw** takes it back and "
        "keeps their link to it."
    ),
    Why.NO_MESSAGE_OF_YOURS: "#{number} was handed in by command, so it is an entry. **Withdraw** takes it back.",
    Why.NOTHING_TO_JOIN: (
        "There is nothing left to put together: only works you posted within two minutes of each other, with the same "
        "sources and ten files in all, can become one."
    ),
    Why.NOT_JOINED: "#{number} is one work already, with nothing to take apart.",
    Why.FILES_NOT_HERE_YET: "Discord didn't give me the files just now, so nothing was changed. Send them again.",
    Why.TOO_MANY_MAKERS: "A work has at most {limit} makers, and that would be {count}. Name fewer.",
    Why.NOBODY_NEW_NAMED: "They are all named already. Choose somebody else, or wait for their answer.",
    Why.NOT_ASKED: "Nobody has named you as a maker of #{number}. Its maker can, with **More…** and **Makers…**.",
    Why.ONLY_MAKER: "You are the only maker of #{number}. **Withdraw** takes it back.",
    Why.OUTSIDE_NEEDS_A_NAME: "Say what it is and whose, so that it can be credited. Then send it again.",
    Why.LINK_NOT_UNDERSTOOD: "{text} isn't a web address. It begins with `https://`; you can also leave it empty.",
    Why.TOO_MUCH_FROM_OUTSIDE: "A work names at most {limit} things from outside. Take one out first.",
    Why.NO_SUCH_SERIES: "That repeating prompt was stopped. Open **Coming up** again to see what there is.",
    Why.TOO_MANY_THEMES: "That is {count} themes and {limit} fit. Leave some out and send it again.",
    Why.OPEN_FOR_OUT_OF_RANGE: "Each one can be open for an hour up to a year. Choose a time between.",
    Why.DURATION_NOT_UNDERSTOOD: "I couldn't read {text} as a length of time. Try `5 days` or `36 hours`.",
    Why.NOTHING_OWED: "That has been done or taken back already. Open **Coming up** again to see how things stand.",
    Why.IN_TIME_ANYWAY: "{title} takes works until then anyway, so nobody needs a pass for that. Choose later.",
    Why.NO_SUCH_WORK: "There is no work #{number} here. Every work's number is on the button under it.",
    Why.WORK_NOT_IN: (
        "#{number} isn't in any more: its maker took it back, or its message was deleted. So that can't be "
        "done with it."
    ),
    Why.FILES_NOT_GIVEN: ("The files of #{number} aren't handed out: it isn't in, or it is being looked at first."),
    Why.NOTHING_TO_GIVE: "The files of #{number} aren't here yet. Try again in a minute.",
    Why.SOURCE_IS_ITSELF: "#{number} can't be built on itself. Name the works it builds on.",
    Why.SOURCE_IS_YOUNGER: "#{number} was made later, so this can't be built on it. Check the number.",
    Why.SOURCE_NOT_IN: (
        "#{number} isn't in any more: its maker took it back, or its message was deleted. Nothing new can "
        "be built on it, so name another work."
    ),
    Why.SOURCE_STAYS: (
        "What #{number} builds on stays as it is: others have built on it, or it is in a production, and their credits "
        "come by this link. Ask a director if it is wrong."
    ),
    Why.NUMBERS_NOT_UNDERSTOOD: "I couldn't read {text} as work numbers. Write them like `17, 31`.",
    Why.FILE_IS_BARRED: (
        "Moderators destroyed these very files here before, so they can't come in again. Hand in something else, or "
        "ask a moderator if you think that was a mistake."
    ),
    Why.WORK_HAS_CHANGED: (
        "#{number} has changed since you saw it, so nothing was done. Open it again to see how it stands."
    ),
    Why.OWN_WORK_TO_JUDGE: "#{number} is yours, so another moderator has to decide about it.",
    Why.OWN_CONTEST: (
        "You have a work in the same prompt as #{number}, and nobody judges a contest they have entered. Ask another "
        "moderator; until then you can hold it."
    ),
    Why.OWN_WORK_TO_REPORT: "#{number} is yours. You can take it back with **Withdraw**.",
    Why.ALREADY_REPORTED: "You told the moderators about #{number} already. They see it until they have dealt with it.",
    Why.REASON_IS_EMPTY: "It needs a reason, in a few words. Write one and send it again.",
    Why.REASON_TOO_LONG: "The reason has {length} characters and {limit} fit. Shorten it and send it again.",
    Why.BY_MODERATORS: (
        "A moderator decided that #{number} isn't to be in. They wrote: {text}. Its number and your credit stay. If "
        "you see it differently, talk to the moderators here; they can bring it back."
    ),
    Why.PURGED_BY_MODERATORS: (
        "Moderators destroyed the files and words of #{number}. They wrote: {text}. Its number and your credit stay. "
        "If you see it differently, talk to the moderators here."
    ),
    Why.PAUSED: (
        "Moderators have paused Callsheet here for the moment, so nothing new begins. Nothing is lost: try again when "
        "it goes on."
    ),
    Why.NO_SUCH_VOTE: "There is no such vote here. `/vote list` shows the ones there are.",
    Why.NOTHING_TO_VOTE_ON: "There is nothing in {title} to vote on yet. Open the vote when works are in.",
    Why.VOTE_ALREADY_OPEN: "A vote over these works is running already: {title}. Close it before you open another.",
    Why.VOTE_IS_CLOSED: "{title} closed {at}. This press came after that and changed nothing.",
    Why.OWN_WORK: "#{number} is yours, so you can't pick it. The rest of your ballot is as it was.",
    Why.NO_SUCH_ENTRY: "That work isn't on this ballot. Press **My ballot** on the card for a fresh one.",
    Why.BOTS_DO_NOT_VOTE: "Only people vote.",
    Why.NO_SUCH_PRODUCTION: "There is no such production here. `/production list` shows the ones there are.",
    Why.NO_PRODUCTION_YET: "There is no production to add it to. Start one with `/production new`.",
    Why.ALREADY_IN_PRODUCTION: "#{number} is in {title} already.",
    Why.NOT_IN_PRODUCTION: "#{number} isn't in {title}.",
    Why.PRODUCTION_IS_EMPTY: (
        "{title} has no works in it yet, so there is nobody to credit. Open a work by its number and press **Add to a "
        "production**."
    ),
    Why.PRODUCTION_IS_FINISHED: "{title} is finished: its credits are out, and they stay as they are.",
    Why.CREDITS_NEED_A_WORK: (
        "The credits of {title} are scheduled, so at least one work has to stay in. `/credits cancel` takes them back."
    ),
    Why.CREDITS_ALREADY_SCHEDULED: "The credits of {title} are scheduled already, for {at}.",
    Why.CREDITS_NOT_SCHEDULED: "No credits of {title} are waiting, so there is nothing to cancel.",
}


def refusal(refused: Refusal) -> str:
    """The sentence for a refusal."""
    return SENTENCES[refused.why].format_map(_Words(refused.fields))


class _Words(dict[str, Any]):
    """The fields of a refusal as words: names quoted, instants in the reader's zone, sizes in units."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__({name: _word(name, value) for name, value in fields.items()})

    def __missing__(self, name: str) -> str:
        return "it"


def _word(name: str, value: Any) -> str:
    match name, value:
        case "role", None:
            return "**Manage Server**"
        case "role", _:
            return f"the <@&{value}> role"
        case "channels", _:
            return listed([f"<#{channel}>" for channel in value])
        case "missing", _:
            return listed([f"**{label}**" for label in value])
        case "zones", _:
            return listed([code(zone) for zone in value])
        case "works", _:
            return count_of(value, "work", "works")
        case "at", _:
            return when(Instant(int(value)))
        case "takes", _:
            return listed([KINDS[Kind(kind)] for kind in value])
        case "filename", _:
            return code(str(value)) if value else "a file"
        case (("title" | "zone" | "text" | "kind"), _):
            return quoted(str(value), 100)
        case "limit", int() if value > 100_000:
            return size(value)
    return plain(str(value))
