from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from pourparlers.dossier.build import state_of_play, who
from pourparlers.dossier.memory import Kept, Memory
from pourparlers.dossier.shelving import digest
from pourparlers.model import Vector
from talks import Talk, both

WANTED = [
    "the lifting of sanctions",
    "a freeze of uranium enrichment",
    "the return of the prisoners",
    "a grain corridor",
]
SIDES = ["IRN", "FRA", "USA", "CHE"]
NAMES = {"IRN": "Iran", "FRA": "France", "USA": "Washington", "CHE": "Switzerland"}
SAYS = {"request": "called for", "offer": "proposed", "reject": "rejected", "support": "backed"}


def pair(choose, number):
    said = [(choose.choice(SIDES), choose.choice(sorted(SAYS)), choose.choice(WANTED)) for _ in range(4)]
    text = " ".join(
        f"{NAMES[side]} {SAYS[act]} {what} on day {n}." for n, (side, act, what) in enumerate(said)
    )
    day = choose.choice([None, *(date(2031, 3, 1) + timedelta(n) for n in range(6))])
    talk = Talk(
        f"{text} Report {number}.", f"r{number}", day=day, outlet=choose.choice(["Courier", "Ledger", "Post"])
    )
    for n, (side, act, what) in enumerate(said):
        talk.say(side, act, f"{what} on day {n}", cue=SAYS[act])
    (article,), (reading,) = both(talk)
    vectors = {one.id: Vector(choose.gauss(0, 1) for _ in range(8)) for one in reading.attributions}
    return article, replace(reading, vectors=vectors)


def state(pairs, memory, since):
    return state_of_play([a for a, _ in pairs], [r for _, r in pairs], since=since, memory=memory)


@pytest.mark.parametrize("seed", range(4))
def test_a_dossier_that_changes_is_as_one_made_from_nothing(seed):
    choose = Random(seed)
    memory, pairs = Memory(), []
    for number in range(14):
        change = choose.random()
        if pairs and change < 0.2:
            pairs.pop(choose.randrange(len(pairs)))
        elif pairs and change < 0.4:
            at = choose.randrange(len(pairs))
            article, reading = pairs[at]
            pairs[at] = article, replace(reading, attributions=reading.attributions[1:])
        else:
            pairs.insert(choose.randrange(len(pairs) + 1), pair(choose, number))
        since = choose.choice([None, date(2031, 3, 4)])
        assert state(pairs, memory, since) == state(pairs, Memory(), since)


def test_what_has_not_changed_is_the_same_object():
    choose = Random(1)
    memory, pairs = Memory(), [pair(choose, number) for number in range(6)]
    before = state(pairs, memory, None)
    after = state([(replace(a), replace(r)) for a, r in pairs], memory, None)
    assert all(a is b for a, b in zip(before.positions, after.positions, strict=True))
    assert all(a is b for a, b in zip(before.statements, after.statements, strict=True))


@pytest.mark.parametrize("fewer", [1, 3])
def test_readings_of_two_models_go_together_and_the_fewer_embeddings_are_left_out(fewer):
    choose = Random(5)
    pairs = [pair(choose, number) for number in range(8)]
    wider, without = list(pairs), list(pairs)
    for number in range(fewer):
        article, reading = pairs[number]
        wide = {id: Vector([*vector, 1.0, 0.0]) for id, vector in reading.vectors.items()}
        wider[number] = article, replace(reading, vectors=wide)
        without[number] = article, replace(reading, vectors={})
    memory = Memory()
    assert state(wider, memory, None) == state(without, Memory(), None)
    assert state(pairs, memory, None) == state(pairs, Memory(), None)


class Shelf(dict):
    """Keeps results in a dict, and counts what was found."""

    found = 0

    def get(self, kind, key, made_of):
        body = super().get((kind, key, made_of))
        self.found += body is not None
        return body

    def put(self, kind, key, made_of, body):
        self[kind, key, made_of] = body


def test_what_is_kept_from_one_process_to_the_next_changes_the_time_not_the_result():
    choose = Random(7)
    pairs = [pair(choose, number) for number in range(10)]
    shelf = Shelf()
    made = state(pairs, Memory(shelf), date(2031, 3, 4))
    before = shelf.found
    again = state(pairs, Memory(shelf), date(2031, 3, 4))
    assert shelf.found >= before + 2 * len(pairs)
    assert {kind for kind, _, _ in shelf} == {"sheet", "drafts", "compared", "alone"}
    assert made == again == state(pairs, Memory(), date(2031, 3, 4))
    article, reading = pairs[3]
    pairs[3] = article, replace(reading, attributions=reading.attributions[1:])
    assert state(pairs, Memory(shelf), None) == state(pairs, Memory(), None)


def test_a_digest_is_the_same_however_a_set_was_made():
    words = [f"word{n}" for n in range(50)]
    assert digest(frozenset(words), Vector((1.0,))) == digest(frozenset(reversed(words)), Vector((1.0,)))
    assert digest(frozenset(words)) != digest(frozenset(words[1:]))
    assert digest(("a", "b")) != digest(("b", "a"))


def test_damaged_results_of_another_process_are_made_again():
    pairs = [pair(Random(3), number) for number in range(4)]
    shelf = Shelf()
    made = state(pairs, Memory(shelf), None)
    for key in shelf:
        shelf[key] = b"\x00damaged"
    assert state(pairs, Memory(shelf), None) == made


def test_the_actors_alone_are_those_of_the_state_of_play():
    pairs = [pair(Random(2), number) for number in range(3)]
    table = who([a for a, _ in pairs], [r for _, r in pairs])
    assert table.actors == state(pairs, Memory(), None).actors


def test_two_at_once_do_not_share_a_memory():
    memory = Memory()
    with memory.in_use() as first, memory.in_use() as second:
        assert first is memory
        assert second is not memory


def test_what_is_not_used_any_more_is_let_go():
    kept = Kept()
    kept.put("key", (), "value")
    for _ in range(3):
        kept.sweep()
        assert kept.find("key", lambda _: True) == "value"
    for _ in range(6):
        kept.sweep()
    assert kept.find("key", lambda _: True) is None
