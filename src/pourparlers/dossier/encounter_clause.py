"""The clause around a head noun or verb of an encounter: who, where and when it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pourparlers.dossier.encounter_scene import (
    Scene,
    Spot,
    is_break,
    mention_ending,
    name_of,
    of_saying,
    place_at,
    site_at,
)
from pourparlers.dossier.places import Place, known_city, place
from pourparlers.model import (
    ActorKind,
    TimeExpression,
)
from pourparlers.reading.tense import Direction

REACH = 45
WHERE_REACH = 8
ACTS_WITHIN = 6
OFFICE_REACH = 8
OPEN, CLOSED = True, False
REMOTE = "rule:remote"


@dataclass(slots=True)
class Frame:
    """What the clause of a head has been found to say, while it is being read."""

    participants: list[int] = field(default_factory=list)
    time: TimeExpression | None = None
    place: Place | None = None
    end: int = 0
    hosts: list[str] = field(default_factory=list)
    speakers: tuple[int, ...] = ()
    beside: Place | None = None
    apart: bool = False
    more: list[TimeExpression] = field(default_factory=list)
    why: list[str] = field(default_factory=list)


def add(frame: Frame, entities: Sequence[int]) -> None:
    """Add entities to the participants of a frame, each once."""
    frame.participants.extend(entity for entity in entities if entity not in frame.participants)


class _Clause:
    """A clause while it is read from left to right, after a head."""

    def __init__(
        self, scene: Scene, at: int, last: int, *, opened: bool, formal: bool, adverbial: bool
    ) -> None:
        self.scene = scene
        self.at = self.begun = at
        self.stop = min(last, at + REACH)
        self.formal = formal
        self.adverbial = adverbial
        self.frame = Frame(end=at)
        self.is_open = opened
        self.linked = self.said_verb = self.topical = False
        self.body_end = self.counterpart = -1
        self.days: set[int] = set()

    def read(self) -> Frame:
        """Read to the end of the clause."""
        while self.at < self.stop and self._step():
            pass
        self.frame.end = self.at
        return self.frame

    def _step(self) -> bool:
        """Read one word or phrase; False at the end of the clause."""
        scene, at, frame = self.scene, self.at, self.frame
        bare = not (frame.participants or self.said_verb or self.topical) or at == self.body_end
        found = place_at(scene, at, after_head=bare, formal=self.formal and bare and at <= self.begun + 1)
        site = None if found else site_at(scene, at, self.begun)
        if at in scene.time_at:
            self._time(*scene.time_at[at])
        elif found is not None:
            if not self.topical or known_city(found[0].name):
                frame.place = frame.place or found[0]
            self.at = found[1]
        elif site is not None:
            frame.place, self.at = site
        elif at in scene.spots:
            if self.is_open and self._is_party(scene.spots[at]):
                add(frame, scene.spots[at].entities)
                if scene.spots[at].mention.actor_kind is ActorKind.ORGANISATION and not self.said_verb:
                    self.body_end = scene.spots[at].last
            self.at = scene.spots[at].last
        else:
            return self._word()
        return True

    def _is_party(self, spot: Spot) -> bool:
        """Whether a name is that of a party: a capital is one after "avec" or "between", else it is where."""
        if spot.mention.actor_kind is ActorKind.PERSON and _owns(self.scene, spot.last):
            return False
        named = not known_city(name_of(self.scene, spot))
        return named or (self.linked and not self.topical and bool(spot.mention.code))

    def _time(self, time: TimeExpression, end: int) -> None:
        scene, at, words = self.scene, self.at, self.scene.words
        foreign = (self.topical or self.said_verb) and scene.row[at - 1].form in words.genitives
        foreign = foreign or scene.row[at - 1].form in words.until
        if self.frame.time is None and not foreign and not of_saying(scene, at):
            self.frame.time = time
            self.frame.apart = any(scene.row[n].form == "," for n in range(self.begun, at))
        elif at - 2 in self.days and scene.row[at - 1].form in words.of:
            self.frame.more.append(time)
        self.days.add(end - 1)
        self.at = end

    def _word(self) -> bool:
        scene, at, words = self.scene, self.at, self.scene.words
        form = scene.row[at].form
        if form == ",":
            return self._comma()
        deed = at > self.begun and form in words.times.tense.done  # "the accord signed in May in Oslo"
        if is_break(scene, at) or form in words.anchors or deed:
            return False
        remote = words.distance.at(scene.row, at)
        if remote is not None and at > self.begun and scene.row[at - 1].form in words.by:
            self.frame.why.append(REMOTE)
            self.at = remote.last
            return True
        other = scene.noun(at)
        if other is not None and other.label != "none":
            self.frame.beside = _place_beside(scene, other.last, self.stop)
            return False
        meets = self.linked or at - 1 == self.counterpart
        if words.counterparts.at(scene.row, at):
            self.counterpart = at
        if at in scene.demonyms and self.is_open and meets:
            self.frame.hosts.append(scene.demonyms[at])
        verb = scene.side(at) is not Direction.UNKNOWN
        if verb and (at in scene.cue_ends or at + 1 in scene.cue_ends):
            return False
        self.said_verb = self.said_verb or verb
        link = form in words.links and not self._of_matter(at)
        self.topical = not verb and (self.topical or form in words.topics)
        self.linked = not verb and (self.linked or link)
        self.is_open = not verb and (link or (self.is_open and form not in words.topics))
        self.at += 1
        return True

    def _of_matter(self, at: int) -> bool:
        """Whether "between" tells whose the matter is that is spoken of ("to discuss the dispute between A and B")."""
        scene = self.scene
        if scene.row[at].form not in scene.words.between:
            return False
        noun = scene.row[at - 2].form in scene.words.genitives | scene.words.determiners
        if not (self.topical or (self.said_verb and noun)):
            return False
        named = at - 1 in self.days or mention_ending(scene, at - 1, self.begun) is not None
        return not named

    def _comma(self) -> bool:
        """Go on after a comma if what follows still belongs to the clause."""
        scene, at = self.scene, self.at
        if self.frame.participants and self._new_clause(at + 1):
            return False
        self.at += 1
        matter = at + 2 < len(scene.row) and scene.row[at + 1].form in scene.words.genitives
        if self.linked and self.frame.participants and matter and at + 2 not in scene.spots:
            self.is_open = False
        if not self.said_verb and (self.adverbial or not self.frame.participants):
            self.frame.speakers = _group(scene, at + 1, self.stop)
            if self.frame.speakers:
                return False
            if _goes_on(scene, at + 1, actors=False):
                return True
            closing = next(
                (n for n in range(at + 2, min(at + 5, self.stop)) if scene.row[n].form == ","), None
            )
            self.at = closing + 1 if closing else at
            return closing is not None
        if (self.said_verb or not self.is_open) and not _goes_on(scene, at + 1, actors=self.said_verb):
            self.at = at
            return False
        return True

    def _new_clause(self, at: int) -> bool:
        """Whether a thing that acts follows a comma: an article, a noun that names nobody, then a past or future verb."""
        scene, words = self.scene, self.scene.words
        if at >= self.stop or scene.row[at].form not in words.determiners or at in scene.spots:
            return False
        for n in range(at + 1, min(at + ACTS_WITHIN, self.stop)):
            if (
                n in scene.spots
                or n in scene.time_at
                or scene.row[n].form in words.breaks
                or scene.row[n].form == ","
            ):
                return False
            if scene.row[n].form in words.links | words.topics:
                return False
            if scene.side(n) is not Direction.UNKNOWN:
                return True
        return False


def _owns(scene: Scene, at: int) -> bool:
    """Whether something of a person's is meant, and not the person ("welcomed Duval's offer")."""
    row, words = scene.row, scene.words
    if not words.premodifiers or at + 2 >= len(row) or row[at].form not in ("'", "’"):
        return False
    return row[at + 1].form == "s" and row[at].end == row[at + 1].start and not row[at + 2].capital


def read_clause(
    scene: Scene, at: int, last: int, *, opened: bool, formal: bool = False, adverbial: bool = False
) -> Frame:
    """Read the clause after a head: participants while the phrase is open, then place and time to its end.

    Args:
        scene: the article.
        at: the token after the head.
        last: the token after the sentence.
        opened: whether participants may follow at once, or only after a word such as "avec".
        formal: whether "de" and an unknown name after the head is a place ("sommet de Pau").
        adverbial: whether the head stands in an adverbial ("lors de …"), so that a comma ends its phrase.
    """
    return _Clause(scene, at, last, opened=opened, formal=formal, adverbial=adverbial).read()


def _place_beside(scene: Scene, at: int, stop: int) -> Place | None:
    """Find where the other meeting is "on the sidelines" of which this one is held."""
    while at < stop and scene.row[at].form not in scene.words.breaks:
        hit = place_at(scene, at, after_head=True)
        if hit is not None:
            return hit[0]
        at += 1
    return None


def _group(scene: Scene, at: int, stop: int) -> tuple[int, ...]:
    """Give the actors named one after the other from a token on, with nothing but small words and offices between."""
    found: list[int] = []
    while at < stop:
        if at in scene.spots:
            found.extend(scene.spots[at].entities)
            at = scene.spots[at].last
        elif scene.row[at].form in scene.words.of:
            at += 1
        elif (bearer := _bearer(scene, at, stop)) is not None:
            at = bearer
        else:
            break
    return tuple(dict.fromkeys(found))


def _bearer(scene: Scene, at: int, stop: int) -> int | None:
    """Find where the name begins whose office a token is in ("le chef du mouvement Anton Berg")."""
    for n in range(at + 1, min(at + OFFICE_REACH, stop)):
        spot = scene.spots.get(n)
        if spot is not None:
            role = spot.mention.role
            return n if role and role.start <= scene.row[at].start < role.end else None
    return None


def _goes_on(scene: Scene, at: int, *, actors: bool) -> bool:
    """Whether a place, time, opening word (or actor) follows a comma, so that the clause is not over."""
    if at >= len(scene.row):
        return False
    return (
        at in scene.time_at
        or (actors and at in scene.spots)
        or any(token.form in scene.words.links for token in scene.row[at : at + 2])
        or place_at(scene, at, after_head=False) is not None
    )


def opens_relative(scene: Scene, at: int, last: int) -> bool:
    """Whether a clause about the meeting itself begins at a token: "qui se tiendra", "qu'il accueillera"."""
    words, row = scene.words, scene.row
    if at >= last or row[at].form not in words.relatives | words.objects:
        return False
    return row[at].form in words.relatives or any(
        token.form in words.subjects for token in row[at + 1 : min(at + 3, last)]
    )


def read_relative(scene: Scene, frame: Frame, last: int) -> None:
    """Take time and place from a relative clause that says when and where ("qui se tiendra jeudi à Vienne")."""
    told = read_clause(scene, frame.end + 1, last, opened=CLOSED)
    frame.time = frame.time or told.time
    frame.place = frame.place or told.place
    frame.end = told.end


def read_premodifiers(scene: Scene, start: int, stop: int, frame: Frame) -> None:
    """Take participants, place and time from the words before a head noun ("the Geneva talks")."""
    for at in range(start, stop):
        spot = scene.spots.get(at)
        if spot is not None:
            name = scene.article.text[spot.mention.span.start : spot.mention.span.end]
            if known_city(name) and frame.place is None and spot.last == stop:
                frame.place = place(name, spot.mention.code)
            else:
                add(frame, spot.entities)
        if at in scene.time_at and frame.time is None:
            frame.time = scene.time_at[at][0]


def place_before(scene: Scene, left: int, start: int) -> Place | None:
    """Find a city named in the clause before a head, unless a comma parts them."""
    at = left
    found = None
    while at < start:
        hit = place_at(scene, at, after_head=False)
        site = None if hit else site_at(scene, at, left)
        if scene.row[at].form == "," and at > left + 4:
            found = None
        if site is not None:
            found, at = site
        elif hit is not None and hit[1] <= start:
            found = hit[0] if known_city(hit[0].name) else found
            at = hit[1]
        else:
            at += 1
    return found


def place_of_relative(scene: Scene, left: int, first: int) -> Place | None:
    """Read the place right before "où" or "where" that opens the clause of a head ("in Oslo, where he met")."""
    if left - 1 <= first or scene.row[left - 1].form not in scene.words.where:
        return None
    end = left - 1 - (scene.row[left - 2].form == ",")
    for at in range(max(first, end - WHERE_REACH), end):
        hit = place_at(scene, at, after_head=False) or site_at(scene, at, first)
        if hit is not None and hit[1] == end:
            return hit[0]
    return None
