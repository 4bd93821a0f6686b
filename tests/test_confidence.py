"""How likely a position is right, by learnt trees."""

import json
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparlers.dossier.amendments import Amendments, SetStatement
from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.confidence import confident, of_speakers, traits
from pourparlers.dossier.memory import Memory
from pourparlers.knowledge.trees import Trees, trees
from pourparlers.model import ActorKind, Reason
from talks import Talk, both

KNOWN = json.loads(files("pourparlers.knowledge").joinpath("data", "confidence.json").read_text("utf8"))


def demand(words="withdraw its patrols from the strait"):
    talk = Talk(f"Norway demanded that Chile {words}. Chile said it would never withdraw its patrols.")
    talk.say("NOR", "request", f"Chile {words}", cue="demanded", source="Norway")
    talk.say("CHL", "reject", "it would never withdraw its patrols", cue="said", source="Chile")
    return talk


@pytest.fixture
def held():
    """The positions of a talk, as they are told by, and its actors."""

    def of(talk):
        memory = Memory()
        state = state_of_play(*both(talk), memory=memory)
        found = [memory.of("held").latest(one.id)[1] for one in state.positions]
        return found, {actor.id: actor for actor in state.actors}

    return of


def test_trees_go_down_by_their_limits_and_add_up():
    told = Trees(0.5, (["a", 1.0, ["b", 0.0, 0.25, 4.0], 2.0], -1.0))
    assert told.score({}) == -0.25
    assert told.score({"a": 1.0, "b": 0.1}) == 3.5
    assert told.score({"a": 1.1}) == 1.5


def test_the_shipped_trees_ask_for_traits_that_positions_have(held):
    def asked(tree):
        return {tree[0]} | asked(tree[2]) | asked(tree[3]) if isinstance(tree, list) else set()

    names = set().union(*map(asked, KNOWN["trees"]))
    found, actors = held(demand())
    plain = {name for one in found for name in traits(one, of_speakers(one, actors))}
    assert {"read", "told", "quote", "keys", "actor_sure"} <= names & plain


def test_who_reads_a_saying_less_surely_is_less_sure_of_the_position(held):
    (one, *_), actors = held(demand())
    theirs = of_speakers(one, actors)
    doubtful = replace(one, drafts=tuple(replace(draft, read=0.3, meant=0.2) for draft in one.drafts))
    score = trees("confidence").score
    assert score(traits(doubtful, theirs)) < score(
        traits(replace(one, drafts=tuple(replace(d, read=0.99, meant=0.95) for d in one.drafts)), theirs)
    )


@given(
    st.lists(st.sampled_from(["withdraw", "its", "patrols", "ports", "treaty", "sign", "the"]), min_size=2)
)
def test_a_confidence_is_a_share_and_none_is_certain(words):
    state = state_of_play(*both(demand(" ".join(words))))
    assert all(0 < one.reason.confidence < 1 for one in state.positions)


def test_what_a_person_changed_is_certain():
    pairs = both(demand())
    one = state_of_play(*pairs).statements[0]
    change = SetStatement(1, one.content, cue=one.cue, act=one.act)
    after = state_of_play(*pairs, amendments=Amendments(statements=(change,)))
    changed = next(p for p in after.positions if one.id in p.statements)
    assert changed.reason.confidence == pytest.approx(0.99)


def test_positions_are_told_anew_only_where_more_is_known_of_who_speaks(held):
    found, actors = held(demand())
    memory = Memory()
    first = confident(found, list(actors.values()), memory)
    assert all(a is b for a, b in zip(first, confident(found, list(actors.values()), memory), strict=True))
    unsure = [replace(one, reason=Reason(0.1, ()), kind=ActorKind.GROUP) for one in actors.values()]
    second = confident(found, unsure, memory)
    assert [one.position for one in second] == [one.position for one in confident(found, unsure, Memory())]
    assert [one.position for one in second] != [one.position for one in first]
