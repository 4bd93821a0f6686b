"""The meetings that have a full date, as iCalendar (RFC 5545): whole days, no clock and no time zone.

Meetings with a partial date (a month, a week) or none have no day to stand on; how many there are is in
`X-POURPARLERS-LEFT-OUT`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pourparlers.errors import OutputError
from pourparlers.exports.names import SOFTWARE, Names, full_day
from pourparlers.model import Evidence, Meeting, MeetingStatus, StateOfPlay

_LONGEST_LINE = 75  # octets, line end apart
_STATUS = {
    MeetingStatus.HELD: "CONFIRMED",
    MeetingStatus.ONGOING: "CONFIRMED",
    MeetingStatus.PLANNED: "CONFIRMED",
    MeetingStatus.PROPOSED: "TENTATIVE",
    MeetingStatus.POSTPONED: "TENTATIVE",
    MeetingStatus.CANCELLED: "CANCELLED",
}


def write(state: StateOfPlay, *, language: str = "en") -> str:
    """Write the calendar.

    Args:
        state: the state of play.
        language: of the names of those who meet.

    Returns:
        iCalendar text, lines ending in CR LF and folded at 75 octets. `UID` is made from the meeting's id, so that a
        later export updates the entry; `DTSTAMP` is midnight of the state's date.

    Raises:
        OutputError: no meeting has a full date; a calendar without entries is none (RFC 5545, 3.4).
    """
    names = Names(state, language)
    dated = [one for one in state.meetings if one.date and full_day(one.date)]
    if not dated:
        raise OutputError("no meeting has a full date, so there is nothing to put in a calendar")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//pourparlers//{_text(SOFTWARE)}//EN",
        "CALSCALE:GREGORIAN",
        f"X-POURPARLERS-MODEL:{_text(state.model)}",
        f"X-POURPARLERS-LEFT-OUT:{len(state.meetings) - len(dated)}",
    ]
    for one in sorted(dated, key=lambda m: (m.date or "", m.id)):
        lines += _event(one, names, state.model)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in fold(line))


def _event(one: Meeting, names: Names, model: str) -> Iterator[str]:
    day = date.fromisoformat(one.date or "")
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(one.id)}@pourparlers"
    yield f"DTSTAMP:{names.day.replace('-', '')}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    if day < date.max:
        yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(_summary(one, names))}"
    if one.place:
        yield f"LOCATION:{_text(one.place)}"
    yield f"STATUS:{_STATUS[one.status]}"
    yield "TRANSP:TRANSPARENT"
    yield f"CATEGORIES:{_text(one.kind)}"
    yield f"DESCRIPTION:{_text(_description(one, names))}"
    yield f"COMMENT:{_text(f'{SOFTWARE}, model {model}')}"
    yield f"X-POURPARLERS-STATUS:{one.status.value}"
    yield f"X-POURPARLERS-CONFIDENCE:{one.reason.confidence}"
    yield f"X-POURPARLERS-WHY:{_text('; '.join(one.reason.why))}"
    yield "END:VEVENT"


def _summary(one: Meeting, names: Names) -> str:
    who = ", ".join(map(names.participant, one.participants))
    return who or " ".join(names.text(one.what).split())


def _description(one: Meeting, names: Names) -> str:
    """The words the entry rests on, each with its article and offsets."""
    cited: list[Evidence] = [one.what]
    cited += [other for other in (one.date_text, one.duration) if other]
    cited += one.evidence
    return "\n".join(
        f"“{' '.join(names.text(other).split())}” ({names.doc(other)}:{other.start}-{other.end})"
        for other in dict.fromkeys(cited)
    )


def _text(value: str) -> str:
    """Escape text (RFC 5545, 3.3.11); control characters but the tab are left out."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    for char, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(char, escaped)
    return "".join(c for c in plain if c == "\t" or (c >= " " and c != "\x7f"))


def fold(line: str) -> Iterator[str]:
    """Fold a content line (RFC 5545, 3.1): at most 75 octets a line, no character cut in two."""
    held, size = "", 0
    for char in line:
        octets = len(char.encode(errors="replace"))
        if size + octets > _LONGEST_LINE:
            yield held
            held, size = " ", 1
        held += char
        size += octets
    yield held
