"""Time zones as people write them: a city, a region and city, a country or a letter word such as CET."""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches

from bot.domain.refusals import Refusal, Why

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
"""What the names of places begin with; the others (`US/`, `Etc/`, `CET`) are old names or no places at all."""
NEAREST = 3
ALIKE = 0.82
"""How much of a longer word has to agree; a short one is like too many."""
PARTS_OF_A_NAME = re.compile(r"[\s_,;.?!-]+")

_SEVERAL: Mapping[str, str] = {
    "cet cest mez mesz": "Europe/Berlin Europe/Paris Europe/Rome",
    "eet eest": "Europe/Athens Europe/Helsinki Africa/Cairo",
    "wet west": "Europe/Lisbon Atlantic/Canary",
    "bst": "Europe/London Asia/Dhaka",
    "ist": "Asia/Kolkata Europe/Dublin Asia/Jerusalem",
    "et est edt": "America/New_York America/Toronto America/Panama",
    "ct cst cdt": "America/Chicago America/Mexico_City Asia/Shanghai",
    "mt mst mdt": "America/Denver America/Phoenix America/Edmonton",
    "pt pst pdt": "America/Los_Angeles America/Vancouver America/Tijuana",
    "aest aedt": "Australia/Sydney Australia/Brisbane Australia/Melbourne",
    "usa us america": "America/New_York America/Chicago America/Los_Angeles",
    "canada": "America/Toronto America/Winnipeg America/Vancouver",
    "brazil": "America/Sao_Paulo America/Manaus America/Recife",
    "australia": "Australia/Sydney Australia/Brisbane Australia/Perth",
    "russia": "Europe/Moscow Asia/Yekaterinburg Asia/Vladivostok",
    "mexico": "America/Mexico_City America/Tijuana America/Cancun",
    "spain": "Europe/Madrid Atlantic/Canary",
    "portugal": "Europe/Lisbon Atlantic/Azores",
    "indonesia": "Asia/Jakarta Asia/Makassar Asia/Jayapura",
}
"""Words that several places answer to, whose clocks differ at least in some weeks of the year."""
_ONE: Mapping[str, str] = {
    "utc z gmt universal": "UTC",
    "jst osaka kyoto": "Asia/Tokyo",
    "kst korea south_korea busan": "Asia/Seoul",
    "uk england scotland wales britain great_britain manchester birmingham glasgow edinburgh bristol": "Europe/London",
    "ireland": "Europe/Dublin",
    "germany deutschland munich münchen hamburg cologne köln frankfurt stuttgart leipzig dresden": "Europe/Berlin",
    "austria österreich wien graz linz salzburg innsbruck": "Europe/Vienna",
    "switzerland schweiz zürich bern basel geneva genève": "Europe/Zurich",
    "france lyon marseille toulouse bordeaux lille": "Europe/Paris",
    "italy italia milan milano turin naples napoli florence venice roma": "Europe/Rome",
    "barcelona valencia seville sevilla bilbao": "Europe/Madrid",
    "porto lisboa": "Europe/Lisbon",
    "netherlands holland rotterdam utrecht the_hague": "Europe/Amsterdam",
    "belgium antwerp ghent bruxelles": "Europe/Brussels",
    "denmark københavn aarhus": "Europe/Copenhagen",
    "sweden gothenburg malmö": "Europe/Stockholm",
    "norway bergen": "Europe/Oslo",
    "finland tampere": "Europe/Helsinki",
    "poland krakow kraków gdansk wroclaw warszawa": "Europe/Warsaw",
    "czechia brno praha": "Europe/Prague",
    "hungary": "Europe/Budapest",
    "greece athina thessaloniki": "Europe/Athens",
    "ukraine kyiv kiev": "Europe/Kyiv",
    "turkey türkiye ankara izmir": "Europe/Istanbul",
    "india mumbai bombay delhi new_delhi bangalore bengaluru chennai hyderabad kolkata": "Asia/Kolkata",
    "china beijing peking shenzhen guangzhou": "Asia/Shanghai",
    "japan": "Asia/Tokyo",
    "philippines": "Asia/Manila",
    "thailand": "Asia/Bangkok",
    "vietnam hanoi saigon": "Asia/Ho_Chi_Minh",
    "israel tel_aviv": "Asia/Jerusalem",
    "uae abu_dhabi": "Asia/Dubai",
    "nigeria abuja": "Africa/Lagos",
    "kenya": "Africa/Nairobi",
    "south_africa cape_town durban": "Africa/Johannesburg",
    "egypt": "Africa/Cairo",
    "rio rio_de_janeiro são_paulo brasilia brasília": "America/Sao_Paulo",
    "argentina": "America/Argentina/Buenos_Aires",
    "boston washington washington_dc philadelphia miami atlanta nyc brooklyn": "America/New_York",
    "dallas houston austin san_antonio new_orleans minneapolis": "America/Chicago",
    "salt_lake_city": "America/Denver",
    "san_francisco san_diego seattle las_vegas la hollywood oakland california": "America/Los_Angeles",
    "ottawa montreal montréal québec": "America/Toronto",
    "calgary": "America/Edmonton",
    "canberra": "Australia/Sydney",
    "new_zealand wellington": "Pacific/Auckland",
    "hawaii": "Pacific/Honolulu",
}
"""Cities, countries and words that are no zone's name but can mean only one."""


def _by_word(table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(zones.split()) for words, zones in table.items() for word in words.split()}


_MEANT = _by_word(_SEVERAL) | _by_word(_ONE)


def read_zone(text: str, known: Collection[str]) -> str:
    """`Europe/Berlin`, `berlin`, `New York`, `Austria` → the zone meant, of the `known` ones.

    Raises `Refusal(ZONE_IS_UNCLEAR)` with the nearest ones where it could be several, and `Refusal(UNKNOWN_ZONE)`
    where nothing is near.
    """
    wanted = _spelled(text)
    if wanted in _MEANT:
        zones = [zone for zone in _MEANT[wanted] if zone in known]
    else:
        places = sorted(zone for zone in known if zone.startswith(REGIONS) and "/" in zone)
        zones = [zone for zone in known if "/" in zone and _spelled(zone) == wanted]
        zones = zones or _shallowest([zone for zone in places if _city(zone) == wanted])
    if len(zones) == 1:
        return zones[0]
    nearest = zones[:NEAREST] or _near(wanted, known)
    if nearest:
        raise Refusal(Why.ZONE_IS_UNCLEAR, zone=text, zones=nearest)
    raise Refusal(Why.UNKNOWN_ZONE, zone=text)


def _spelled(text: str) -> str:
    """As zones are written, but in small letters: `New York, ` → `new_york`."""
    whole = "/".join("_".join(filter(None, PARTS_OF_A_NAME.split(part))) for part in text.lower().split("/"))
    return whole.replace("etc/utc", "utc")


def _city(zone: str) -> str:
    return _spelled(zone.rpartition("/")[2])


def _shallowest(zones: list[str]) -> list[str]:
    """`America/Indianapolis` and `America/Indiana/Indianapolis` are one place; the shorter name stands for it."""
    least = min((zone.count("/") for zone in zones), default=0)
    return [zone for zone in zones if zone.count("/") == least]


def _near(wanted: str, known: Collection[str]) -> list[str]:
    """Places spelled nearly so, or named by one of the words."""
    cities: dict[str, str] = {}
    for zone in sorted(known):
        if zone.startswith(REGIONS) and "/" in zone:
            cities.setdefault(_city(zone), zone)
    spelled = {**{word: zones[0] for word, zones in _MEANT.items() if len(word) > NEAREST}, **cities}
    said = wanted.rpartition("/")[2]
    words = [word for word in said.split("_") if word in spelled]
    near = [*words, *(get_close_matches(said, spelled, NEAREST, ALIKE) if len(said) > NEAREST + 1 else ())]
    return list(dict.fromkeys(zone for word in near if (zone := spelled[word]) in known))[:NEAREST]
