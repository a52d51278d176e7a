"""Works come in, each way there is, and are built upon."""

from bot.demo import gallery, making
from bot.demo.people import Broken
from bot.demo.story.show import Show

VOICES = (
    "A: Is this the last one?\nB: It's always the last one.\nC (from the back row): Not if you sleep on it. Then it's "
    "the first."
)
LETTER = "Dear driver,\nyou waited. I was forty metres away and you waited.\nI never said anything. So: thanks.\n"
DIARY = "23:58  a man with a cello\n00:04  a man without his cello\n00:09  the cello\n"
REPLY = "Dear passenger,\nI saw the shoes in your hand. Nobody runs barefoot for fun.\n"


async def pictures(show: Show) -> str:
    film, call, pieces = show.film, show.calls["pictures"], show.pieces
    show.open("What it looks like", "The first evening. Pictures arrive in the thread, on the card and by command.")
    await film.later(minutes=31)
    pieces["stop"] = await film["Ada"].hands_in(
        call, "The stop by the canal\nThe lamp is the only one awake.", gallery.stop_by_the_canal()
    )
    await film["Kofi"].says(call.thread, "that lamp. I know that lamp. it buzzes in B flat")
    await film.later(minutes=7)
    pieces["window"] = await film["Bo"].hands_in(call, "00:10, from the inside. Nobody talks.", gallery.window_seat())
    await film.later(minutes=26)
    pieces["timetable"] = await film["Femi"].answers_card(
        call, "My grandmother's timetable, from memory. She never owned a car.", gallery.grandmothers_timetable()
    )
    pieces["moon"] = await film["Hana"].submits(call, "Moon over line 9", gallery.moon_over_line_nine())
    await film["Lou"].presses(call.card, "See the works")
    await film["Lou"].opens(pieces["timetable"])
    return _count(show)


async def words_and_sounds(show: Show) -> str:
    film, words, sounds, pieces = show.film, show.calls["words"], show.calls["sounds"], show.pieces
    show.open(
        "What is said, and what is heard", "The second day. Two works each in the words prompt, and Caro has three."
    )
    await film.later(hours=15)
    pieces["voices"] = await film["Caro"].writes(words, "Three voices, back row", VOICES)
    said = await film["Kofi"].says(
        words.thread, "Driver: “This is where the road ends.” Kid: “Then why is there more road?”"
    )
    if said.own is None or said.said:
        raise Broken("talk in a thread is left alone.", said.seen())
    pieces["road"] = await film["Kofi"].makes_it_a_work(words, said.own)
    pieces["letter"] = await film["Lou"].hands_in(words, "", making.text("dear_driver.txt", LETTER))
    pieces["next"] = await film["Emil"].answers_card(words, "“Next stop, if you want it.” That is all she ever says.")
    await film.later(minutes=50)
    pieces["diary"] = await film["Caro"].hands_in(
        words, "Lost property, one night", making.text("lost_property.txt", DIARY)
    )
    third = await film["Caro"].says(
        words.thread, "and a third because I can't stop", making.text("third.txt", "Ding.\n")
    )
    await film["Caro"].is_turned_away(third)
    await film.later(hours=1)
    pieces["engine"] = await film["Deniz"].hands_in(sounds, "Engine, idling. It hums a low A.", gallery.idling_engine())
    pieces["rain"] = await film["Jun"].hands_in(
        sounds, "Rain on the roof\nRecorded under row 4 with my phone in a sock.", gallery.rain_on_the_roof()
    )
    studio = film.server.thread("studio")
    pieces["doors"] = await film["Gwen"].submits(sounds, "Doors, twice", gallery.doors_twice(), channel=studio)
    return _count(show)


async def remixes(show: Show) -> str:
    film, pieces = show.film, show.pieces
    pictures, words, sounds = show.calls["pictures"], show.calls["words"], show.calls["sounds"]
    show.open(
        "Hands on each other's work",
        "Nobody asked for permission, because nobody has to: a reply is enough. The family grows sideways.",
    )
    await film.later(hours=20)
    pieces["across"] = await film["Bo"].builds_on(
        pieces["stop"], "Ada's stop, from across the street.", gallery.across_the_street()
    )
    pieces["row4"] = await film["Gwen"].builds_on(
        pieces["window"], "Your window, with Jun's weather.", gallery.window_in_the_rain(), answer=True
    )
    await film["Gwen"].cites(pieces["row4"], pieces["rain"])
    pieces["drawn"] = await film["Ivo"].builds_on(
        pieces["engine"], "Your engine, drawn.", gallery.engine_drawn(), free=True
    )
    await film.later(hours=3)
    pieces["both"] = await film["Ada"].builds_on(
        pieces["across"], "Both sides of the street at once.", gallery.both_sides(), answer=True
    )
    await film["Ada"].cites(pieces["both"], pieces["stop"])
    pieces["wet"] = await film["Jun"].builds_on(
        pieces["engine"], "Your engine in my rain.", gallery.engine_in_the_rain()
    )
    await film["Jun"].cites(pieces["wet"], pieces["rain"])
    pieces["hum"] = await film["Deniz"].submits(
        sounds, "Back row, hummed", gallery.back_row_hummed(), pieces["wet"], pieces["voices"]
    )
    pieces["glass"] = await film["Lou"].writes(
        words, "What the window heard", "Breath. Breath. A name.\nThen the heating.", pieces["window"]
    )
    pieces["closer"] = await film["Hana"].builds_on(pieces["moon"], "Closer.", gallery.moon_closer(), answer=True)
    pieces["reply"] = await film["Emil"].builds_on(
        pieces["letter"], "The answer he never sent", making.text("dear_passenger.txt", REPLY)
    )
    await film.later(hours=2)
    pieces["old"] = await film["Femi"].builds_on(
        pieces["timetable"], "The summer one", gallery.timetable_struck_out(), answer=True
    )
    await film["Femi"].takes_back(pieces["old"])
    await film["Gwen"].is_refused(pictures, "Summer, rained off", gallery.rained_off(), pieces["old"])
    pieces["clock"] = await film["Femi"].builds_on(
        pieces["timetable"], "Wrong year, sorry. This is the one I meant.", gallery.ten_past_twelve()
    )
    said = await film["Kofi"].says(
        words.thread, "Kid: “If it's the last one, who drives the driver home?”", to=pieces["voices"].answer
    )
    if said.own is None:
        raise Broken("Kofi posts a line.", said.seen())
    pieces["home"] = await film["Kofi"].makes_it_a_work(words, said.own, pieces["voices"])
    pieces["poster"] = await film["Lou"].builds_on(
        pieces["both"], "THE LAST BUS\na poster, if we want one", gallery.poster("Lou, after Ada and Hana")
    )
    await film["Lou"].cites(pieces["poster"], pieces["moon"], pieces["clock"])
    await film["Nadia"].opens(pieces["poster"])
    return _count(show)


async def closing(show: Show) -> str:
    film, pieces, call = show.film, show.pieces, show.calls["pictures"]
    show.open(
        "Ten past",
        "A week goes by. The picture prompt closes by itself, to the minute; Emil comes running all the same.",
    )
    pieces["map"] = await film["Ivo"].hands_in(call, "Line 9, by heart.", gallery.line_map("Ivo"))
    await film.until_due("A prompt closes")
    await film["Dora"].sees(call.channel)
    await film.later(minutes=7)
    late = await film["Emil"].says(call.thread, "wait wait wait", gallery.late_bus())
    await film["Emil"].is_turned_away(late)
    await film.later(minutes=20)
    pieces["end"] = await film["Ada"].builds_on(
        pieces["poster"], "Then the last shot goes like this. It comes anyway.", gallery.end_card(), free=True
    )
    await film["Marek"].presses(show.calls["words"].card, "Manage")
    managing = (await film["Marek"].view(show.calls["words"].channel))["ephemeral"][-1]
    await film["Marek"].presses(managing, "Close it now")
    asked = (await film["Marek"].view(show.calls["words"].channel))["ephemeral"][-1]
    await film["Marek"].presses(asked, "Close it")
    await film["Marek"].sees(show.calls["words"].channel)
    show.evidence.closed_by_itself = call.number
    return _count(show)


def _count(show: Show) -> str:
    pieces = show.pieces.values()
    remixed = sum(bool(piece.sources) for piece in pieces)
    return f"{len(pieces)} works, {remixed} of them remixes, {len(show.film.tally.refused)} turned away"
