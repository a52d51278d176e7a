"""What a rehearsal says: each step told, then shown as members would see it; and how it went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.ids import MemberId
from bot.domain.rehearsal import UNKNOWN_CHANNEL, Rehearsal, Step, Trouble
from cogs.permissions import named
from cogs.words.plain import listed, soon


@dataclass(frozen=True, slots=True)
class Scene:
    """What is told about a step, and what members would see."""

    told: str
    shown: str = ""


SCENES: Mapping[Step, Scene] = {
    Step.OPENING: Scene(
        "## A rehearsal\nIn the next four minutes you see what members see: a prompt, a work, one built on it, a vote, "
        "its results and the credits. All of it is made up and none of it counts. Only you and whoever you add to this "
        "thread can read it, and it goes at the end.\nEach step comes by itself; **Next** brings it at once."
    ),
    Step.PROMPT: Scene(
        "**1 of 6 · A prompt.** A director writes it with `/prompt new`. Callsheet posts a card like this one in the "
        "channel, with a thread of its own for the works, and closes it on time.",
        "## The last bus\n> One picture: a stop, a window, a face in it.\n**Closes** in 7 days\n**Takes** pictures\n"
        "**Pays** nothing",
    ),
    Step.WORK: Scene(
        "**2 of 6 · A work.** Ada, who is made up, posts this picture in the prompt's thread. That is all she has to "
        "do: Callsheet keeps the file and answers with a number.",
        "#1 “The stop at night” is in.",
    ),
    Step.REMIX: Scene(
        "**3 of 6 · One built on it.** Bo replies to Ada's picture with one of his own. Whose it was first stays "
        "known, however far it goes from here.",
        "#2 “The stop in the rain” is in. It builds on #1.",
    ),
    Step.VOTE: Scene(
        "**4 of 6 · A vote.** A moderator opens it with `/vote open`. Ballots are secret, can be changed until the "
        "end, and no count shows before it.",
        "## Which picture opens the film?\n**Closes** in 3 days",
    ),
    Step.RESULTS: Scene(
        "**5 of 6 · The results.** The vote closes by itself, its card says so, and the results come with the picture.",
        "## Which picture opens the film?\nPicked most, 5 times:\n**#2 “The stop in the rain”**",
    ),
    Step.CREDITS: Scene(
        "**6 of 6 · The credits.** A director adds works to a production and schedules its credits. Everyone who made "
        "something in it, or something it was built on, is named once.",
        "## Credits of “Night lines”\n**Bo** · “The stop in the rain”\n**Ada** · “The stop at night”",
    ),
}
VOTE_IS_CLOSED = "## Which picture opens the film?\n**Closed**; 7 ballots"
DOING: Mapping[Step, str] = {
    Step.OPENING: "opening the private thread",
    Step.PROMPT: "posting a card",
    Step.WORK: "posting a picture",
    Step.REMIX: "answering a message with a picture",
    Step.VOTE: "posting a vote",
    Step.RESULTS: "finding the vote's card again, changing it and posting the results",
    Step.CREDITS: "posting the credits",
    Step.REPORT: "posting the end",
    Step.CLEARING: "removing the thread",
}
REASONS: Mapping[int, str] = {
    UNKNOWN_CHANNEL: "the thread was deleted on the way",
    160_006: "this server has too many open threads; archive some first",
}


def for_whom(member: MemberId) -> str:
    return f"<@{member}>, this one is for you."


def report(troubles: Sequence[Trouble]) -> str:
    """The last thing said in the thread."""
    lines = ["**That was the whole round.**"]
    if troubles:
        lines += [trouble_line(trouble) for trouble in troubles]
        lines.append("Put that right, and press **Rehearsal** in `/setup` once more.")
    else:
        lines.append(
            "Discord let me do all of it: post, show pictures, answer, find my own messages again and change them."
        )
    lines.append("This thread goes in two minutes, or at once if you like.")
    return "\n".join(lines)


def how_it_went(rehearsal: Rehearsal | None) -> str:
    """A line or more for the set-up panel; nothing where none was held."""
    if rehearsal is None:
        return ""
    if rehearsal.ended_at is None:
        place = f" in <#{rehearsal.thread_id}>" if rehearsal.thread_id else ""
        return f"A rehearsal is running{place}. It removes itself."
    at = soon(rehearsal.ended_at)
    lines = [f"The last rehearsal ended {at} and everything worked."]
    if rehearsal.troubles:
        lines = [f"The last rehearsal ended {at}, and not everything worked."]
        lines += [trouble_line(trouble) for trouble in rehearsal.troubles]
    if rehearsal.left_behind:
        lines.append(
            f"Its thread <#{rehearsal.thread_id}> is emptied and archived, but it takes **Manage Threads** to delete "
            "it. You can delete it yourself."
        )
    return "\n".join(lines)


def trouble_line(trouble: Trouble) -> str:
    doing = DOING[trouble.step]
    if trouble.missing:
        labels = listed([f"**{named(name)}**" for name in trouble.missing])
        return f"**Missing:** for {doing} my role still needs {labels}."
    if trouble.code in REASONS:
        return f"**Stopped** at {doing}: {REASONS[trouble.code]}."
    return f"**Stopped** at {doing}: Discord refused it with its code {trouble.code}."
