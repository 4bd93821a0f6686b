"""In whose name somebody speaks, by learnt weights."""

import json
from importlib.resources import files
from math import isfinite

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pourparlers.dossier.actors import actors
from pourparlers.knowledge.entities import EXPERT, PRESS
from pourparlers.knowledge.network import pairing, together
from pourparlers.model import MentionKind
from pourparlers.reading import mentions
from pourparlers.reading.sided import OWN_NAME
from pourparlers.reading.siding import LEARNT, OWN, candidates
from test_people import article, nothing_encoded, read, said

KNOWN = json.loads(files("pourparlers.knowledge").joinpath("data", "sides.json").read_text("utf8"))
NAMED = "Le ministre français Jean Varlan a dit non à Berlin."
BODY = "La France attend l'Allemagne. Le conseil a dit non."
STATES = arrays(np.float32, 2 * 384, elements=st.floats(-3, 3, width=16))


def told(text, source, content, side=None):
    """What was asked of each speaker, and his mentions when it is answered so; by the rules if by nothing."""
    kept = []

    class Answering(mentions.Sources):
        def side(self, speaker):
            kept.append((speaker, list(candidates(speaker))))
            return side or speaker.rule

    found = mentions.find(article(text), nothing_encoded(), said(text, (source, content)), by=Answering)
    number = kept[0][0].figure.number if kept else None
    return kept, [one for one in found if one.entity == number]


@pytest.mark.parametrize("name", ["reference", "sides"])
def test_the_shapes_of_the_projections_fit_each_other(name):
    known = pairing(f"{name}_states")
    width, rank = known.left.shape
    assert width == 2 * 384
    assert known.right.shape == (width, rank)
    assert known.left_bias.shape == known.right_bias.shape == (rank,)
    assert known.alone.shape == (width, len(known.alone_bias))


@given(STATES, STATES)
def test_bearings_say_of_two_states_what_the_states_themselves_do(one, other):
    known = pairing("sides_states")
    alike = pytest.approx(known.scores(one, [other])[0])
    assert together(known.bearing(one), known.bearing(other)) == alike
    assert together(known.bearing(np.zeros_like(one)), known.bearing(other)) == 0
    assert together(None, known.bearing(other)) == together(known.bearing(one), np.zeros(2)) == 0


@given(STATES, st.lists(st.integers(0, 2) | STATES, max_size=5))
def test_scores_are_those_of_each_by_itself_and_a_state_that_is_not_known_says_nothing(one, others):
    known = pairing("sides_states")
    assert known.scores(one, others) == pytest.approx([known.scores(one, [other])[0] for other in others])
    assert not known.scores(np.zeros_like(one), others).any()
    assert known.scores(one, [np.zeros_like(one)]).tolist() == [0]


def test_candidates_are_who_speaks_experts_and_the_sides_that_the_article_names():
    [(speaker, several)], _ = told(NAMED, "Le ministre français Jean Varlan", "non")
    assert [one.side for one in several] == [OWN, EXPERT, "DEU", "FRA"]
    assert speaker.rule == "FRA"
    for one in several:
        assert all(isfinite(value) and value for value in one.traits.values())
    ruled = [one.side for one in several if "ruled" in one.traits]
    assert ruled == ["FRA"]


def test_a_body_may_be_of_the_press():
    [(_, several)], _ = told(BODY, "Le conseil", "non")
    assert PRESS in [one.side for one in several]


def test_who_speaks_in_his_own_name_keeps_his_state_as_his_home():
    _, found = told(NAMED, "Le ministre français Jean Varlan", "non", OWN)
    assert {one.party for one in found} == {"FRA"}
    assert all({OWN_NAME, LEARNT} <= set(one.why) for one in found)


def test_a_body_is_given_to_the_side_that_is_told_or_to_none():
    _, found = told(BODY, "Le conseil", "non", "FRA")
    assert {one.party for one in found} == {"FRA"}
    _, found = told(BODY, "Le conseil", "non", OWN)
    assert {one.party for one in found} == {None}


def test_the_opposition_and_who_has_an_entry_stay_as_the_rules_have_them():
    kept, _ = told("La Suède attend. L'opposition suédoise a dit non.", "L'opposition suédoise", "non", OWN)
    assert kept == []
    kept, _ = told("La Suède a dit non.", "La Suède", "non", OWN)
    assert kept == []


def test_where_the_encoder_has_read_nothing_the_rules_stand():
    text = "Le tribunal français a dit non. Le porte-parole a refusé."
    pairs = ("Le tribunal français", "non"), ("Le porte-parole", "refusé")
    _, reading = read(text, said(text, *pairs))
    assert all(LEARNT not in one.why for one in reading.mentions if one.kind is not MentionKind.PRONOUN)


def test_every_trait_of_the_rules_was_learnt():
    assert {"ruled", "s", "t_own", "own_f_court", "s_in_phrase", "s_only_state"} <= set(KNOWN["traits"])


def test_a_side_that_is_learnt_gives_way_to_the_office_that_another_article_tells():
    told_so = "La ministre suédoise Anna Lind a dit non à Oslo."
    bare = "Anna Lind a dit non à Oslo."

    class Answering(mentions.Sources):
        def side(self, speaker):
            return speaker.rule if speaker.rule != OWN else "NOR"

    articles, readings = [], []
    for name, text, source in (("a", told_so, "La ministre suédoise Anna Lind"), ("b", bare, "Anna Lind")):
        one, reading = read(text, said(text, (source, "non")), name=name, by=Answering)
        articles.append(one)
        readings.append(reading)
    alone = actors(articles[1:], readings[1:])
    [learnt] = [one for one in alone.actors if one.name == "Anna Lind"]
    assert learnt.party == "NOR"
    assert LEARNT in learnt.reason.why
    both = actors(articles, readings)
    [known] = [one for one in both.actors if one.name == "Anna Lind"]
    assert known.party == "SWE"
