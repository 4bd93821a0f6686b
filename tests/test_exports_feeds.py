from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparlers import exports
from pourparlers.errors import OutputError, UsageError
from pourparlers.exports.icalendar import fold
from report_dossier import DOSSIER, EMPTY


def test_a_calendar_holds_the_dated_meetings_as_whole_days():
    icalendar = pytest.importorskip("icalendar")
    text = exports.render(DOSSIER, "icalendar")
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    assert event["UID"] == "m2@pourparlers"
    assert event.decoded("DTSTART") == date(2023, 2, 27)
    assert event.decoded("DTEND") == date(2023, 2, 28)
    assert event.decoded("DTSTAMP").isoformat() == "2023-03-02T00:00:00+00:00"
    assert event["SUMMARY"] == "Both sides met for three hours on Monday in Lund Bay"
    assert "“three hours” (bay:" in event["DESCRIPTION"]
    assert event["STATUS"] == "CONFIRMED"
    assert calendar["X-POURPARLERS-LEFT-OUT"] == "1"


def test_calendar_lines_are_folded_and_escaped():
    icalendar = pytest.importorskip("icalendar")
    place = "Lund; Bay, north\\south\nquay " + "é" * 90
    state = replace(
        DOSSIER, meetings=(replace(DOSSIER.meetings[1], place=place, participants=("VAL", "est")),)
    )
    text = exports.render(state, "icalendar", language="fr")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert event["LOCATION"] == place
    assert event["SUMMARY"] == "Valdor, Estoria"


def test_a_calendar_without_a_day_is_refused():
    with pytest.raises(OutputError, match="no meeting has a full date"):
        exports.render(EMPTY, "icalendar")
    partial = replace(DOSSIER, meetings=(replace(DOSSIER.meetings[1], date="2023-02"),))
    with pytest.raises(OutputError):
        exports.render(partial, "icalendar")


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_folding_loses_nothing(line):
    first, *rest = fold(line)
    assert first + "".join(one[1:] for one in rest) == line
    assert all(len(one.encode()) <= 75 for one in (first, *rest))


def test_a_feed_reader_gets_the_statements_newest_first():
    feedparser = pytest.importorskip("feedparser")
    read = feedparser.parse(exports.render(DOSSIER, "atom").encode())
    assert not read.bozo
    assert len(read.entries) == len(DOSSIER.statements)
    days = [entry.updated for entry in read.entries]
    assert days == sorted(days, reverse=True)
    (first,) = [entry for entry in read.entries if entry.id == "urn:pourparlers:statement:s1"]
    assert first.title == "Anna Kern: la moitié des prises […] dans la baie"
    assert first.link == "https://gazette.example/peche"
    assert {"request", "quota", "VAL", "kern"} <= {tag.term for tag in first.tags}


def test_only_web_addresses_are_linked():
    assert "javascript:document" not in exports.render(DOSSIER, "atom")


def test_a_feed_can_begin_at_a_day():
    text = exports.render(DOSSIER, "atom", since="2023-03-02")
    assert text.count("<entry>") == 4
    with pytest.raises(UsageError):
        exports.render(DOSSIER, "atom", since="yesterday")
