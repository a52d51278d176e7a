"""What must hold at the end of the tour. Each promise compares what people saw with what Callsheet says it kept.

The vote is recounted and the credits are derived here a second time, from the export alone.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator

from bot.demo.evidence import Evidence
from bot.demo.line import Json
from bot.demo.makers import Piece
from bot.demo.people import Broken
from bot.demo.reading import SECOND, SILENT, instant, number_on, words

ON_TIME = 5 * SECOND
STOPPING_SECONDS = 5.0
EXPECTED_REFUSALS: frozenset[tuple[str, int]] = frozenset()
"""(route, status) of requests that Discord is meant to refuse in the story; there are none."""

Promise = Callable[[Evidence], Iterator[Broken]]


def broken(evidence: Evidence) -> list[Broken]:
    """Every promise that was not kept."""
    return [fault for promise in PROMISES for fault in promise(evidence)]


def recount(vote: Json) -> list[int]:
    """The winners of an exported vote: the works picked on most ballots, all of them where they tie."""
    tally = Counter(number for ballot in vote["ballots"] for number in ballot)
    most = max(tally.values(), default=0)
    return [number for number in vote["entries"] if most and tally[number] == most]


def derive_credits(production: Json, works: list[Json]) -> list[tuple[str, list[int]]]:
    """Everyone whose work is in an exported production or upstream of it: once each, nearest first, then oldest."""
    by_number = {work["number"]: work for work in works}
    distance = {use["work"]: 0 for use in production["uses"]}
    queue = deque(distance)
    while queue:
        number = queue.popleft()
        for source in by_number[number]["sources"]:
            if source not in distance:
                distance[source] = distance[number] + 1
                queue.append(source)
    mine: dict[str, list[int]] = {}
    for number in sorted(
        distance, key=lambda n: (distance[n], by_number[n]["made_at"], int(by_number[n]["discord_id"]))
    ):
        for maker in by_number[number]["makers"]:
            mine.setdefault(maker, []).append(number)
    return list(mine.items())


def told(evidence: Evidence, community: str) -> Json:
    """What the export says of a community."""
    for one in evidence.export:
        if one["community"]["id"] == community:
            return one
    raise Broken("the export tells of every community.", f"community {community} is missing.")


def nothing_discord_would_refuse(evidence: Evidence) -> Iterator[Broken]:
    faults: Counter[str] = Counter()
    for request in evidence.requests:
        what = f"{request['method']} {request['route']}"
        faults.update(f"{what}: {violation}" for violation in request["violations"])
        if request["status"] >= 400 and (request["route"], request["status"]) not in EXPECTED_REFUSALS:
            faults[f"{what} was answered with {request['status']}"] += 1
    for fault, times in faults.items():
        yield Broken("every request keeps to Discord's rules, and none is refused.", f"{fault} ({times} times).")


def the_story_is_a_whole_one(evidence: Evidence) -> Iterator[Broken]:
    accepted = [piece for piece in evidence.pieces if piece.community == evidence.home]
    by_number = {piece.number: piece for piece in accepted}
    remixes = [piece for piece in accepted if piece.sources]
    across = [
        piece for piece in remixes if {by_number[n].prompt for n in piece.sources if n in by_number} - {piece.prompt}
    ]
    counts = {
        "12 members": evidence.members >= 12,
        "2 directors": evidence.directors == 2,
        "1 moderator": evidence.moderators == 1,
        "3 prompts": len(told(evidence, evidence.home)["prompts"]) == 3,
        "20 works": len(accepted) >= 20,
        "12 remixes": len(remixes) >= 12,
        "remixes of several works": sum(len(piece.sources) > 1 for piece in remixes) >= 3,
        "remixes across prompts": len(across) >= 3,
        "pictures, words and sound": {piece.files[0].content_type.split("/")[0] for piece in accepted if piece.files}
        >= {"image", "text", "audio"},
        "every way of handing in": {piece.how for piece in accepted} == {"message", "reply", "command", "menu"},
        "one refused": len(evidence.refused) >= 1,
        "one deleted": any(piece.withdrawn for piece in accepted),
    }
    for what, holds in counts.items():
        if not holds:
            yield Broken(f"the story has {what}.", f"it has {len(accepted)} works, {len(remixes)} of them remixes.")


def each_work_has_one_quiet_answer(evidence: Evidence) -> Iterator[Broken]:
    for piece in evidence.pieces:
        mine = [
            (message, pinged)
            for message, pinged in evidence.messages
            if number_on(message) == piece.number and f":{piece.community}:" in str(message["components"])
        ]
        if len(mine) != 1:
            yield Broken(f"#{piece.number} has one answer.", f"it has {len(mine)}.")
        for message, pinged in mine:
            if pinged["users"] or pinged["roles"] or pinged["everyone"]:
                yield Broken(f"the answer to #{piece.number} pings nobody.", f"it pinged {pinged}.")
            if not message["flags"] & SILENT:
                yield Broken(f"the answer to #{piece.number} is silent.", "its flags say it is not.")
            named = {int(number) for number in re.findall(r"#(\d+)", words(message).partition("It builds on ")[2])}
            if not piece.withdrawn and named != piece.sources:
                seen = f"it says: {words(message)}"
                yield Broken(f"the answer to #{piece.number} names what it builds on: {piece.sources}.", seen)


def numbers_have_no_gaps(evidence: Evidence) -> Iterator[Broken]:
    for community in evidence.export:
        for what in ("works", "prompts", "votes", "productions"):
            numbers = [one["number"] for one in community[what]]
            if numbers != list(range(1, len(numbers) + 1)):
                yield Broken(f"{what} in {community['community']['name']} are numbered 1, 2, 3 and on.", f"{numbers}.")


def works_are_what_was_handed_in(evidence: Evidence) -> Iterator[Broken]:
    for home in filter(None, (evidence.home, evidence.other)):
        known = {work["number"]: work for work in told(evidence, home)["works"]}
        mine = {piece.number: piece for piece in evidence.pieces if piece.community == home}
        if known.keys() != mine.keys():
            yield Broken("the export holds the works people handed in.", f"{sorted(known)}, not {sorted(mine)}.")
        for number in known.keys() & mine.keys():
            yield from _compared(known[number], mine[number])


def _compared(work: Json, piece: Piece) -> Iterator[Broken]:
    facts = {
        "maker": (work["makers"], [piece.maker]),
        "way in": (work["origin"], piece.how),
        "prompt": (work["prompt"], piece.prompt),
        "words": (work["words"], piece.words),
        "sources": (sorted(work["sources"]), sorted(piece.sources)),
        "state": (work["state"], "withdrawn" if piece.withdrawn else "accepted"),
        "files": ([(one["filename"], one["size"], one["sha256"]) for one in work["files"]], piece.prints),
    }
    for what, (exported, did) in facts.items():
        if exported != did:
            yield Broken(f"the {what} of #{piece.number} in the export: {did}.", f"{exported}.")


def everybody_named_is_listed(evidence: Evidence) -> Iterator[Broken]:
    for community in evidence.export:
        named = {maker for work in community["works"] for maker in work["makers"]}
        named |= {one["director"] for what in ("prompts", "productions") for one in community[what]}
        listed = {one["id"] for one in community["people"] if one["name"]}
        if named - listed:
            yield Broken("the export lists everybody it names, with a name.", f"{sorted(named - listed)} are missing.")


def every_file_is_on_disk(evidence: Evidence) -> Iterator[Broken]:
    for piece in evidence.pieces:
        for filename, _, print_ in piece.prints:
            if print_ not in evidence.kept:
                yield Broken(f"the bytes of `{filename}` (#{piece.number}) are on the bot's disk.", "they are not.")


def what_was_refused_is_out_and_says_why(evidence: Evidence) -> Iterator[Broken]:
    handed_in = {work["discord_id"] for community in evidence.export for work in community["works"]}
    for turned in evidence.refused:
        if not turned.origin or turned.origin in handed_in:
            yield Broken("what was turned away is no work.", f"“{turned.why}” was said of one in the export.")
        if len(turned.why.split()) < 6:
            yield Broken("whoever was turned away reads why.", f"“{turned.why}”.")


def what_was_deleted_is_taken_back(evidence: Evidence) -> Iterator[Broken]:
    for piece in evidence.pieces:
        if not piece.withdrawn:
            continue
        said = [words(one) for one, _ in evidence.messages if one["id"] == piece.answer["id"]]
        if not said or "taken back" not in said[0]:
            yield Broken(f"the answer to #{piece.number} says that it was taken back.", f"{said}.")


def the_vote_can_be_recounted(evidence: Evidence) -> Iterator[Broken]:
    seen = evidence.ballots
    vote = next((one for one in told(evidence, evidence.home)["votes"] if one["number"] == seen.number), None)
    if vote is None or vote["ballots"] is None:
        yield Broken("the export holds the closed vote with its ballots.", "it does not.")
        return
    counted = recount(vote)
    if counted != seen.winners:
        yield Broken(f"a recount gives the posted winners, {seen.winners}.", f"it gives {counted}.")
    if vote["result"][0]["works"] != counted:
        yield Broken(f"the exported result begins with {counted}.", f"with {vote['result'][0]}.")
    pressed = sorted(sorted(picks) for picks in seen.last.values())
    if sorted(vote["ballots"]) != pressed:
        yield Broken(f"each voter's last ballot counts, once: {pressed}.", f"{vote['ballots']}.")
    if len(vote["ballots"]) != 10 or len(seen.changed) != 2:
        yield Broken("ten ballots, two of them changed.", f"{len(vote['ballots'])}, {len(seen.changed)} changed.")
    if vote["closed_at"] != vote["closes_at"]:
        yield Broken(f"the vote closed at {vote['closes_at']}, when it said.", f"at {vote['closed_at']}.")
    if len(seen.results) != 1:
        yield Broken("the results are posted once.", f"{len(seen.results)} times.")
    yield from _on_time("the results", seen.results, vote["closes_at"])


def the_vote_was_secret(evidence: Evidence) -> Iterator[Broken]:
    seen = evidence.ballots
    for offer in seen.own_offered:
        yield Broken("nobody can pick a work of their own.", offer)
    for leak in seen.leaks:
        yield Broken("nothing of the vote shows before it closes.", leak)
    if seen.early is None or seen.early["ballots"] is not None or seen.early["result"] is not None:
        yield Broken("an open vote is exported without ballots and without a result.", f"{seen.early}.")


def the_credits_can_be_derived(evidence: Evidence) -> Iterator[Broken]:
    roll, community = evidence.roll, told(evidence, evidence.home)
    production = next((one for one in community["productions"] if one["number"] == roll.production), None)
    if production is None:
        yield Broken(f"the export holds production {roll.production}.", "it does not.")
        return
    derived = derive_credits(production, community["works"])
    if [(who, works) for who, _, works in roll.lines] != derived:
        yield Broken(f"the posted credits are what the export leads to: {derived}.", f"{roll.lines}.")
    exported = [(one["maker"], one["works"]) for one in production["credits"]]
    if exported != derived:
        yield Broken(f"the exported credits are what the works lead to: {derived}.", f"{exported}.")
    roles = {one["maker"]: one["roles"] for one in production["credits"]}
    for who, as_what, _ in roll.lines:
        if as_what != roles.get(who):
            yield Broken(f"{who} is credited as {roles.get(who)}.", f"as {as_what}.")
    if len(production["uses"]) != 3:
        yield Broken("three works are in the production.", f"{len(production['uses'])}.")
    posted = [one for one in production["announcements"] if one["state"] == "posted"]
    if len(posted) != 1:
        yield Broken("the credits were announced once.", f"{production['announcements']}.")
        return
    yield from _on_time("the credits", roll.posts, posted[0]["due_at"])


def the_credits_are_posted_once_and_ping_the_credited(evidence: Evidence) -> Iterator[Broken]:
    roll = evidence.roll
    if roll.before:
        yield Broken("no credits before they are due.", f"{len(roll.before)} posts of them.")
    if len(roll.posts) != 1:
        yield Broken("the credits are posted once.", f"{len(roll.posts)} times.")
    credited = [who for who, _, _ in roll.lines]
    if len(set(credited)) != len(credited):
        yield Broken("everyone is named once.", f"{credited}.")
    if sorted(roll.pinged) != sorted(credited):
        yield Broken(f"the credits ping whom they name: {sorted(credited)}.", f"{sorted(roll.pinged)}.")
    rolls = {post["id"] for post in roll.posts}
    for message, pinged in evidence.messages:
        if message["id"] not in rolls and (pinged["users"] or pinged["roles"] or pinged["everyone"]):
            yield Broken("nothing else pings anybody.", f"{words(message)[:80]!r} pinged {pinged}.")


def a_prompt_closed_by_itself(evidence: Evidence) -> Iterator[Broken]:
    for prompt in told(evidence, evidence.home)["prompts"]:
        if prompt["number"] == evidence.closed_by_itself:
            if prompt["state"] != "closed" or prompt["closed_at"] != prompt["closes_at"]:
                yield Broken(f"prompt {prompt['number']} closed at the instant it said.", f"{prompt}.")
            return
    yield Broken("a prompt closed by itself.", "none did.")


def one_server_sees_nothing_of_another(evidence: Evidence) -> Iterator[Broken]:
    for stranger in evidence.strangers:
        yield Broken("nothing of the film shows in the other server.", f"“{stranger}” did.")
    home, other = (
        {work["discord_id"] for work in told(evidence, community)["works"]}
        for community in (evidence.home, evidence.other)
    )
    if home & other or not other:
        yield Broken("the two servers share no work.", f"{sorted(home & other)}.")


def it_ends_when_asked(evidence: Evidence) -> Iterator[Broken]:
    if evidence.exit_code != 0 or evidence.stopped_after > STOPPING_SECONDS:
        seen = f"with exit code {evidence.exit_code} after {evidence.stopped_after:.1f} s."
        yield Broken("the bot ends well within five seconds when asked.", seen)


def _on_time(what: str, posts: list[Json], due: int) -> Iterator[Broken]:
    for post in posts:
        late = instant(post["timestamp"]) - due
        if not 0 <= late <= ON_TIME:
            yield Broken(f"{what} are posted within 5 s of {due}.", f"{late / SECOND:.1f} s after it.")


PROMISES: tuple[Promise, ...] = (
    nothing_discord_would_refuse,
    the_story_is_a_whole_one,
    each_work_has_one_quiet_answer,
    numbers_have_no_gaps,
    works_are_what_was_handed_in,
    everybody_named_is_listed,
    every_file_is_on_disk,
    what_was_refused_is_out_and_says_why,
    what_was_deleted_is_taken_back,
    the_vote_can_be_recounted,
    the_vote_was_secret,
    the_credits_can_be_derived,
    the_credits_are_posted_once_and_ping_the_credited,
    a_prompt_closed_by_itself,
    one_server_sees_nothing_of_another,
    it_ends_when_asked,
)
