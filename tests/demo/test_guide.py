"""The demo's guide against the demo's community."""

import json

import jsonschema_rs

from bot.demo import guide, living
from tests.sandbox.clients import SCHEMA


def test_the_guide_is_one_the_page_can_show():
    jsonschema_rs.Draft202012Validator({"$ref": "#/$defs/guide", "$defs": SCHEMA["$defs"]}).validate(guide.GUIDE)


def test_the_guide_has_four_steps_and_leads_only_to_people_who_are_there():
    assert len(guide.GUIDE["steps"]) == 4
    assert {step["be"] for step in guide.GUIDE["steps"]} <= {"Vera", "Dora", "Nadia", *living.MEMBERS}
    assert all("`/" in json.dumps(step) or "**" in step["says"] for step in guide.GUIDE["steps"])
