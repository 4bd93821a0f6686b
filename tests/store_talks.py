"""Articles with readings made by hand, ready to be stored."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice

from pourparlers.model import Vector
from pourparlers.store import Received
from talks import Talk

AT = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
BODY = b"as it came \x00\xff"


def talks(count):
    """Different articles, a day apart, each with two statements; in the dossier's order."""
    return list(islice(endless(0), count))


def endless(first):
    """The same without end, from a number on."""
    for number in islice(count(), first, None):
        text = (
            f"Dispatch {number}. Russia demanded an end to NATO enlargement for {number} years. "
            f"The United States threatened new sanctions number {number}."
        )
        talk = Talk(text, name=f"talk-{number}", day=date(2031, 3, 4) + timedelta(days=number))
        talk.say(
            "RUS",
            "request",
            f"an end to NATO enlargement for {number} years",
            cue="demanded",
            source="Russia",
        )
        talk.say(
            "USA", "threaten", f"new sanctions number {number}", cue="threatened", source="The United States"
        )
        article, reading = talk.done()
        id = hashlib.sha256(text.encode()).hexdigest()[:12]
        vectors = {one.id: Vector((0.5, 0.25, float(number))) for one in reading.attributions}
        bearings = {one.id: Vector((0.25, float(-number))) for one in reading.attributions}
        held = replace(reading, article=id, vectors=vectors, bearings=bearings, model="model-1")
        yield replace(article, id=id), held


def received(article):
    return Received(article, BODY, AT, (("Content-Type", "text/plain"),))
