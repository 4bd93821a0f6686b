"""When an encounter is, and how far it has come: by words, by its date, by tense."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta

from pourparlers.dossier.encounter_clause import (
    Frame,
)
from pourparlers.dossier.encounter_scene import (
    Scene,
    left_edge,
    of_saying,
    reported_there,
)
from pourparlers.dossier.encounter_words import Hit
from pourparlers.model import (
    MeetingStatus,
    TimeExpression,
)
from pourparlers.reading.tense import Direction

REACH = 45
STATUS_REACH = 11
VERB_REACH = 3
ASKED_REACH = 4
OPENING = 3
INSERTED = 14
WISHED_REACH = 6
AFTER_REACH = 12


def when(
    scene: Scene, start: int, head_end: int, frame: Frame, left: int, first: int, last: int
) -> tuple[TimeExpression | None, str | None, list[str]]:
    """Find when the encounter is: the time, its ISO value and the reasons; (None, None, []) if nothing says."""
    before = [scene.time_at[at] for at in range(left, head_end) if at in scene.time_at]
    if before and before[-1][1] >= start - 3:
        time, _ = before[-1]
        for slug, shift in (("rule:eve-of", 1), ("rule:day-after-of", -1)):
            if slug in time.why:
                day = (date.fromisoformat(time.value) + timedelta(shift)).isoformat() if time.value else None
                return time, day, [slug]
    named = _day_when(scene, left, first)
    own = [time for time, _ in before if _of_this(scene, _index(scene, time), start)]
    chosen, why = named[-1] if named else frame.time, "date:day-when" if named else "date:clause"
    if own and frame.apart and not named:
        chosen = own[-1]
    anchored = start > left and scene.row[start - 1].form in scene.words.anchors
    if chosen is None and own and not anchored:
        chosen = own[-1]
    if chosen is None and not anchored and reported_there(scene, start, first):
        near = range(max(first, start - REACH), min(last, start + REACH))
        chosen, why = (
            next((scene.time_at[at][0] for at in near if at in scene.time_at), None),
            "date:said-there",
        )
    return (chosen, _day_of(chosen), [why]) if chosen else (None, None, [])


def _day_when(scene: Scene, left: int, first: int) -> list[TimeExpression]:
    """Give the time that a clause opened by "jour où" or "the day when" is about ("Friday, the day when he met")."""
    for at in range(max(first, left - INSERTED), left):
        hit = scene.words.day_of.at(scene.row, at)
        if hit and hit.last >= left - 1:
            near = range(max(first, at - VERB_REACH), at)
            return [scene.time_at[n][0] for n in near if n in scene.time_at]
    return []


def asked_for(
    scene: Scene, start: int, left: int, time: TimeExpression | None, value: str | None, *, ahead: bool
) -> str | None:
    """Move a bare weekday on by a week, a bare month by a year, where words before a noun ask for the meeting, or `ahead`."""
    published = scene.article.published
    if not (time and value and published) or value >= published.isoformat()[: len(value)]:
        return value
    hits = scene.words.status.all(scene.row, max(left, start - ASKED_REACH), start)
    if not ahead and (not hits or hits[-1].label != MeetingStatus.PROPOSED):
        return value
    if len(value) == len("2000-01") and "W" not in value:
        named = any(word.isdecimal() for word in scene.article.text[time.span.start : time.span.end].split())
        return value if named else f"{int(value[:4]) + 1}{value[4:]}"
    if "rule:weekday" not in time.why:
        return value
    return (date.fromisoformat(value) + timedelta(7)).isoformat()


def _of_this(scene: Scene, at: int, start: int) -> bool:
    """Whether a time in the clause before a head dates it: not the words, another thing or another meeting."""
    if of_saying(scene, at) or (at and scene.row[at - 1].form in scene.words.genitives):
        return False
    between = range(at + 1, start)
    if _is_for(scene, at) and any(scene.side(one) is not Direction.UNKNOWN for one in between):
        return False
    if any(one in scene.cue_ends or scene.row[one].form in scene.words.anchors for one in between):
        return False
    return all(hit.label == "none" for hit in scene.words.nouns.all(scene.row, at, start))


def _is_for(scene: Scene, at: int) -> bool:
    """Whether a time tells for when a thing before it is ("the invitation for 9 May depends on the talks"): no verb before it."""
    words, row = scene.words, scene.row
    near = range(max(0, at - VERB_REACH), at)
    if not any(row[one].form in words.purposes for one in near):
        return False
    left = left_edge(scene, at, 0)
    return all(scene.side(one) is Direction.UNKNOWN for one in range(left, at))


def _index(scene: Scene, time: TimeExpression) -> int:
    return bisect_left(scene.row, time.span.start, key=lambda token: token.start)


def _day_of(time: TimeExpression) -> str | None:
    return time.value.partition("/")[0] if time.value else None


def status_of(
    scene: Scene, head: Hit, start: int, left: int, end: int, value: str | None, *, verb: bool = False
) -> tuple[MeetingStatus | None, str | None]:
    """Tell how far a meeting has come, by the words beside it, then by its date, then by tense."""
    row, words = scene.row, scene.words
    near = max(left, start - STATUS_REACH)
    hits = words.status.all(row, near, min(end, head.last + REACH))
    hits.sort(key=lambda hit: min(abs(hit.last - start), abs(hit.first - head.last)))
    settled = (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)
    strong = next((hit for hit in hits if hit.label in settled), None)
    if strong is None and start - left <= OPENING:
        strong = next((hit for hit in _predicate(scene, end) if hit.label in settled), None)
    if strong is not None:
        return MeetingStatus(strong.label), _text(scene, strong)
    by_date = _by_date(scene.article.published, value)
    if by_date is not None:
        proposed = by_date is MeetingStatus.PLANNED and hits and hits[0].label == MeetingStatus.PROPOSED
        return (MeetingStatus.PROPOSED, _text(scene, hits[0])) if proposed else (by_date, "date")
    if _wished_for(scene, left, start):
        return MeetingStatus.PROPOSED, "wished-for"
    asked = any(hit.label == MeetingStatus.PROPOSED and start - hit.last < ASKED_REACH for hit in hits)
    acted = _acted(scene, head, left) if verb and not asked else None
    if acted is not None:
        return acted, "tense"
    if hits:
        status = MeetingStatus(hits[0].label)
        before = hits[0].last <= start
        if (
            status is MeetingStatus.HELD
            and before
            and (_ahead(scene, left, hits[0].first) or _ahead_after(scene, head.last, end))
        ):
            status = MeetingStatus.PLANNED
        return status, _text(scene, hits[0])
    return _by_tense(scene, head, left)


def _wished_for(scene: Scene, left: int, start: int) -> bool:
    """Whether a clause right before "que" asks for what follows it ("souhaite qu'il y ait une rencontre")."""
    row, words = scene.row, scene.words
    if left < 1 or row[left - 1].form not in words.objects or start - left > WISHED_REACH:
        return False
    hits = words.status.all(row, max(0, left - WISHED_REACH), left - 1)
    return bool(hits) and hits[-1].label == MeetingStatus.PROPOSED


def _predicate(scene: Scene, end: int) -> list[Hit]:
    """Give what the verb says of a subject after words between commas ("A summit, planned for May, was postponed")."""
    row = scene.row
    stop = next((at for at in range(end, min(end + INSERTED, len(row))) if row[at].form == "."), end)
    commas = [at for at in range(max(end - 1, 0), stop) if row[at].form == ","]
    return scene.words.status.all(row, commas[-1], min(commas[-1] + VERB_REACH + 1, stop)) if commas else []


def _by_tense(scene: Scene, head: Hit, left: int) -> tuple[MeetingStatus | None, str | None]:
    sides = (scene.side(at) for at in range(head.first, left - 1, -1))
    side = next((side for side in sides if side is not Direction.UNKNOWN), None)
    if side is None:
        return None, None
    return MeetingStatus.PLANNED if side is Direction.FUTURE else MeetingStatus.HELD, "tense"


def _acted(scene: Scene, head: Hit, left: int) -> MeetingStatus | None:
    """Read the tense of a verb that is the head: "a rencontré", "rencontrera"; None for an infinitive."""
    for at in range(head.last - 1, max(left, head.first - VERB_REACH) - 1, -1):
        side = scene.side(at)
        if side is not Direction.UNKNOWN:
            return MeetingStatus.PLANNED if side is Direction.FUTURE else MeetingStatus.HELD
    return None


def _ahead(scene: Scene, left: int, start: int) -> bool:
    """Whether the clause before a noun phrase speaks of the future ("sont prévues lors de", "dira après")."""
    sides = (scene.side(at) for at in range(start - 1, left - 1, -1))
    return next((side for side in sides if side is not Direction.UNKNOWN), None) is Direction.FUTURE


def _ahead_after(scene: Scene, start: int, end: int) -> bool:
    """Whether the clause after "lors de cette rencontre," speaks of the future before anything else."""
    row, words = scene.row, scene.words
    comma = next((at for at in range(start, min(end + 2, len(row))) if row[at].form == ","), None)
    if comma is None:
        return False
    for at in range(comma + 1, min(comma + AFTER_REACH, len(row))):
        hit = words.status.at(row, at)
        if row[at].form in words.breaks or scene.side(at) is Direction.PAST:
            return False
        if scene.side(at) is Direction.FUTURE or (hit and hit.label == MeetingStatus.PLANNED):
            return True
    return False


def _text(scene: Scene, hit: Hit) -> str:
    return scene.article.text[scene.row[hit.first].start : scene.row[hit.last - 1].end].casefold()


def _by_date(published: date | None, value: str | None) -> MeetingStatus | None:
    """Tell past from future by a date; None for the day itself, the current week, month or year."""
    if published is None or value is None:
        return None
    year, week, _ = published.isocalendar()
    today = f"{year}-W{week:02}" if "W" in value else published.isoformat()[: len(value)]
    if value == today:
        return None
    return MeetingStatus.HELD if value < today else MeetingStatus.PLANNED
