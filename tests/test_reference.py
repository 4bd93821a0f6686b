"""Whom a pronoun or a noun phrase stands for, by learnt weights."""

import json
from importlib.resources import files
from math import isfinite
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pourparlers.reading import mentions
from pourparlers.reading.ranking import likelihoods
from pourparlers.reading.reference import Candidate, candidates
from test_people import ByRule, article, nothing_encoded, read, said, spoken

KNOWN = json.loads(files("pourparlers.knowledge").joinpath("data", "reference.json").read_text("utf8"))
LABELS = Path(__file__).parents[1] / "training" / "speakers.jsonl"


def asked(text, *pairs):
    """What was asked of each source that is a pronoun or a noun phrase, with its candidates."""
    kept = []

    class Keeping(ByRule):
        def choose(self, one):
            kept.append((one, list(candidates(one))))
            return super().choose(one)

    mentions.find(article(text), nothing_encoded(), said(text, *pairs), by=Keeping)
    return kept


def test_the_shapes_of_the_weights_fit_each_other():
    width = len(KNOWN["inner_bias"])
    assert len(KNOWN["inner"]) == len(KNOWN["traits"]) == len(set(KNOWN["traits"]))
    assert {len(row) for row in KNOWN["inner"]} == {width} == {len(KNOWN["outer"])}


NUMBERS = st.floats(-3, 3, width=16)
STATES = arrays(np.float32, 2 * 384, elements=NUMBERS)
TRAITS = st.dictionaries(st.sampled_from([*KNOWN["traits"], "unheard of"]), st.floats(0, 10))
SEVERAL = st.lists(st.builds(Candidate, st.none(), TRAITS, st.just(0) | STATES), min_size=1, max_size=8)


@given(STATES, SEVERAL)
def test_likelihoods_sum_to_one_and_do_not_change_with_the_order(states, several):
    likely = likelihoods("reference", states, several)
    assert sum(likely) == pytest.approx(1, abs=1e-4)
    assert likelihoods("reference", states, several[::-1])[::-1] == pytest.approx(likely, abs=1e-4)


def test_every_trait_of_a_candidate_is_one_that_was_learnt_or_never_seen():
    text = "Le ministre suédois Nils Ek a promis une aide. Anna Dahl attend. Il a demandé du temps. Le ministre a refusé."
    pairs = ("Nils Ek", "une aide"), ("Il", "du temps"), ("Le ministre", "refusé")
    for _, several in asked(text, *pairs):
        assert several[-1].figure is None
        assert several[-1].states == 0
        for one in several:
            assert all(isfinite(value) and value for value in one.traits.values())
    assert {"rule", "seen", "last", "claim", "n"} <= set(KNOWN["traits"])


def test_who_is_named_in_the_phrase_itself_is_somebody_else():
    text = "La Suède attend. Le voisin de la Norvège a dit non."
    ((question, several),) = asked(text, ("Le voisin de la Norvège", "non"))
    codes = {one.figure.code for one in several if one.figure}
    assert question.head.kind == "noun"
    assert "NOR" not in codes
    assert "SWE" in codes


def test_a_noun_is_nobody_whom_only_a_quotation_names():
    text = 'La Suède attend. Nils Ek a dit : "La Norvège est loin." Le gouvernement a dit non.'
    several = asked(text, ("Nils Ek", "La Norvège est loin."), ("Le gouvernement", "non"))[-1][1]
    assert {one.figure.code for one in several if one.figure} == {None, "SWE"}


def test_a_pronoun_is_the_one_who_speaks_all_along():
    text = (
        "La chancelière Anna Dahl a reçu lundi le négociateur Karl Lund à Oslo.\n\n"
        '"La trêve tiendra", a déclaré Anna Dahl devant la presse. "Nous avançons", a-t-elle ajouté.'
    )
    found = spoken(text, ("Anna Dahl", "La trêve tiendra"), ("elle", "Nous avançons"))
    assert found[1] == ["Anna Dahl"]


def test_a_source_in_several_parts_and_a_short_form_stay_as_the_rules_have_them():
    text = "Le Réseau des lacs nordiques (RLN) proteste. Le RLN demande une enquête."
    assert asked(text, ("Le RLN", "une enquête")) == []
    assert (
        asked("La Suède attend. Le ministre et la police ont dit non.", ("Le ministre et la police", "non"))
        == []
    )


def test_the_same_article_gives_the_same_speakers_twice():
    text = "Nils Ek a reçu Karl Dahl. Il a promis une aide. Le ministre a demandé du temps."
    pairs = said(text, ("Il", "une aide"), ("Le ministre", "du temps"))
    assert read(text, pairs)[1] == read(text, pairs)[1]


def test_the_labels_hold_no_words_of_the_articles():
    for line in LABELS.read_text("utf-8").splitlines():
        entry = json.loads(line)
        assert set(entry) == {"set", "id", "sha256", "sources"}
        for one in entry["sources"]:
            assert set(one) <= {"at", "says", "is", "side"}
            assert ("at" in one) != ("says" in one)
            assert one["is"] in ("new", "x") or all(len(place) == 2 for place in one["is"])
            side = one.get("side", "own")
            assert side in ("own", "experts", "press") or isinstance(side, (list, dict))
