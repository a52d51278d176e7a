"""The guided start on the demo's page: four steps, each saying who to be and what to press.

A step is done when Callsheet has said something that holds all of `says` and none of `unless`, in the step's own place
where that is asked for (`here`). The page notices by itself; see `guide` in `bot/sandbox/control.schema.json`.
"""

from bot.demo.line import Json

GUIDE: Json = {
    "name": "open-set",
    "steps": [
        {
            "title": "You are a director: post a prompt",
            "be": "Dora",
            "in": "studio",
            "says": "Type `/prompt new`, press **Use it**, and say in the form what you would love to see. "
            "Callsheet shows you how it will look; **Post it** posts it with a thread of its own.",
            "done": {"says": ["### Prompt "]},
        },
        {
            "title": "You are a member: hand in a work",
            "be": "Ada",
            "in": "The last stop",
            "there": True,
            "says": "Add a picture, or what else the prompt takes, with **Add files**, drop or paste, and send it "
            "with a line about it. Callsheet answers with its number.",
            "done": {"says": ["#", "is in."], "unless": ["It builds on"]},
        },
        {
            "title": "Build on somebody's work",
            "be": "Bo",
            "in": "The last stop",
            "there": True,
            "says": "Press **Reply** on Ada's picture and send a file of your own. Both stay credited, "
            "however far it goes from here.",
            "done": {"says": ["is in. It builds on #"]},
        },
        {
            "title": "Open a vote, and see how it ends",
            "be": "Nadia",
            "in": "The last stop",
            "there": True,
            "says": "You are a moderator: type `/vote open`, choose your prompt, and let it close `in 1 day`. Vote on "
            "its card as anybody, then press **To the next thing owed** at the top.",
            "done": {"says": ["### Results of vote "], "here": True},
        },
    ],
    "end": {
        "title": "That is the whole round",
        "says": "A prompt, a work, one built on it, and the community's choice. From here: **See the works**, press "
        "any `#number` for its family tree, or lead a production with `/production new`.",
    },
}
