"""The pictures and sounds of “The last bus”, each made when it is asked for."""

from bot.demo.line import Made
from bot.demo.making import (
    AMBER,
    CHALK,
    FOG,
    GRAPHITE,
    HORIZON,
    INK,
    PAPER,
    SIGNAL,
    TEAL,
    band,
    bus,
    clock_face,
    disc,
    lamp,
    picture,
    rain,
    route,
    skyline,
    sound,
    timetable,
    waves,
    window,
)

NIGHT = "#1D2B3A"
DUSK = "#3A2F4A"


def stop_by_the_canal() -> Made:
    ground = band(HORIZON, 750, INK)
    return picture("stop.png", "The stop by the canal", "Ada", INK, band(0, HORIZON, NIGHT), lamp(170), ground)


def window_seat() -> Made:
    return picture("window.jpg", "Nobody talks", "Bo", GRAPHITE, window(TEAL, INK, (150, 430)))


def grandmothers_timetable() -> Made:
    return picture("timetable.png", "From memory", "Femi", PAPER, timetable(4, 8))


def moon_over_line_nine() -> Made:
    layers = (band(0, HORIZON, DUSK), disc(430, 150, 74, PAPER), skyline(3, INK, AMBER))
    return picture("moon.png", "Moon over line 9", "Hana", INK, *layers)


def across_the_street() -> Made:
    layers = (band(0, HORIZON, NIGHT), skyline(8, GRAPHITE, AMBER), lamp(360), band(HORIZON, 750, INK))
    return picture("across.png", "From across the street", "Bo, after Ada", INK, *layers)


def window_in_the_rain() -> Made:
    layers = (window(TEAL, INK, (150, 430)), rain(5, FOG))
    return picture("window-rain.png", "Row 4, in the rain", "Gwen, after Bo", GRAPHITE, *layers)


def engine_drawn() -> Made:
    return picture(
        "engine.png", "The engine, drawn", "Ivo, after Deniz", PAPER, waves(SIGNAL, 160), disc(110, 90, 40, INK)
    )


def both_sides() -> Made:
    layers = (band(0, 285, NIGHT), band(285, HORIZON, DUSK), lamp(90), bus(170, 380, SIGNAL, PAPER))
    return picture("both-sides.png", "Both sides of the street", "Ada, after Bo", INK, *layers)


def moon_closer() -> Made:
    layers = (band(0, HORIZON, DUSK), disc(300, 260, 190, PAPER), disc(250, 220, 26, FOG), disc(360, 320, 40, FOG))
    return picture("moon-closer.jpg", "Moon, closer", "Hana", INK, *layers)


def timetable_struck_out() -> Made:
    return picture("timetable-old.png", "Wrong year", "Femi", PAPER, timetable(9, 2))


def rained_off() -> Made:
    return picture("rained-off.png", "Summer, rained off", "Gwen, after Femi", PAPER, timetable(9, 2), rain(11, TEAL))


def ten_past_twelve() -> Made:
    return picture("ten-past.png", "Ten past twelve", "Femi", AMBER, clock_face(300, 290, 210, PAPER, INK))


def poster(by: str) -> Made:
    layers = (
        band(0, HORIZON, NIGHT), disc(450, 130, 66, PAPER), skyline(3, GRAPHITE, AMBER), band(HORIZON, 750, INK),
        bus(90, 400, SIGNAL, AMBER),
    )  # fmt: skip
    return picture("poster.png", "The last bus", by, INK, *layers)


def end_card() -> Made:
    return picture(
        "end-card.png", "It comes anyway", "Ada, after Lou", PAPER, bus(110, 240, INK, FOG), band(420, 426, INK)
    )


def line_map(by: str) -> Made:
    return picture("map.png", "Line 9, by heart", by, FOG, route(2, TEAL))


def late_bus() -> Made:
    return picture("late.png", "Missed it", "Emil", CHALK, bus(420, 300, GRAPHITE, FOG), band(480, 486, INK))


def idling_engine() -> Made:
    return sound("engine.wav", (55, 55, 58, 55), 1.6, 0.08)


def rain_on_the_roof() -> Made:
    return sound("rain.wav", (0, 0), 1.4, 0.5)


def doors_twice() -> Made:
    return sound("doors.wav", (392, 294, 0, 392, 294), 1.2)


def engine_in_the_rain() -> Made:
    return sound("engine-rain.wav", (55, 58, 55, 62), 1.8, 0.3)


def back_row_hummed() -> Made:
    return sound("hum.wav", (220, 262, 247, 196, 220), 2.2)
