"""Which positions clash, by learnt weights."""

import json
from dataclasses import replace
from importlib.resources import files
from itertools import combinations
from math import isfinite
from pathlib import Path

import numpy as np
import pytest

from pourparlers.dossier import build, opposed
from pourparlers.dossier.against import Side, traits
from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.clashes import comparable
from pourparlers.dossier.opposed import LEARNT, LIKELY, kind_of, learnt, likelihoods
from pourparlers.knowledge.network import pairing
from pourparlers.model import Act
from talks import Talk, both

KNOWN = json.loads(files("pourparlers.knowledge").joinpath("data", "opposition.json").read_text("utf8"))
ROOT = Path(__file__).parents[1]
LABELS = [
    json.loads(line) for line in (ROOT / "training" / "opposition.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture
def stances(monkeypatch):
    """The positions of some talks, ready to be compared."""
    kept = []
    made = build.stances

    def keeping(*given):
        kept[:] = made(*given)
        return list(kept)

    monkeypatch.setattr(build, "stances", keeping)

    def of(*talks):
        state_of_play(*both(*talks))
        return list(kept)

    return of


def quarrel():
    talk = Talk(
        "Norway demanded that Chile withdraw its patrols from the strait. Chile said it would never withdraw its patrols "
        "from the strait. Norway warned of sanctions on the ports. Japan praised the harvest of the season."
    )
    talk.say("NOR", "request", "Chile withdraw its patrols from the strait", cue="demanded")
    talk.say("CHL", "reject", "it would never withdraw its patrols from the strait", cue="said")
    talk.say("NOR", "warn", "sanctions on the ports", cue="warned")
    talk.say("JPN", "assess_positive", "the harvest of the season", cue="praised")
    return talk


def test_the_shapes_of_the_weights_fit_each_other():
    width = len(KNOWN["inner_bias"])
    assert len(KNOWN["inner"]) == len(KNOWN["traits"]) == len(set(KNOWN["traits"]))
    assert {len(row) for row in KNOWN["inner"]} == {width}
    assert len(KNOWN["outer"]) == width
    assert {len(row) for row in KNOWN["outer"]} == {2} == {len(KNOWN["outer_bias"])}


def test_the_shapes_of_the_projections_fit_each_other():
    known = pairing("opposition_states")
    width, rank = known.left.shape
    assert width == 384
    assert known.right.shape == (width, rank)
    assert known.left_bias.shape == known.right_bias.shape == (rank,)
    assert known.alone.shape == (width, 0)


def test_how_the_words_of_two_stand_to_each_other_changes_how_likely_they_clash(stances):
    one, two, *_ = sorted(stances(quarrel()), key=lambda held: held.order)
    plain = likelihoods([(one, two)])

    def beside(*bearings):
        both = zip((one, two), bearings, strict=True)
        return likelihoods(
            [tuple(replace(h, drafts=tuple(replace(d, bearing=b) for d in h.drafts)) for h, b in both)]
        )

    here, there, against = np.array([1.0, 0.0]), np.array([0.0, 1.0]), np.array([0.0, -1.0])
    assert beside(None, there) == beside(here, np.zeros(2)) == plain
    assert beside(here, there) > plain > beside(here, against)


def test_traits_and_likelihoods_do_not_change_with_the_order_of_the_two(stances):
    held = stances(quarrel())
    for one, two in combinations(held, 2):
        found = traits(Side(one), Side(two))
        assert found == traits(Side(two), Side(one))
        assert all(isfinite(value) and value for value in found.values())
        assert likelihoods([(one, two)]) == likelihoods([(two, one)])
        assert 0 <= likelihoods([(one, two)])[0] <= 1


def test_what_a_position_does_is_among_its_traits_and_nothing_else_has_that_name(stances):
    for one in stances(quarrel()):
        alone = Side(one).alone
        assert {act for act in Act if alone.get(act.value)} == {one.position.act} - {Act.STATE}


def test_how_likely_two_clash_does_not_change_with_what_else_is_asked(stances):
    held = stances(quarrel())
    pairs = [pair for pair in combinations(held, 2) if comparable(*pair)]
    assert likelihoods(pairs) == [one for pair in pairs for one in likelihoods([pair])]
    assert likelihoods([]) == []


def test_a_demand_and_its_refusal_are_likelier_to_clash_than_words_on_two_matters(stances):
    held = {(one.position.party, one.position.act): one for one in stances(quarrel())}
    refusal = held["CHL", Act.REJECT]
    likely, unlikely = likelihoods(
        [(held["NOR", Act.REQUEST], refusal), (held["JPN", Act.ASSESS_POSITIVE], refusal)]
    )
    assert likely > LIKELY > unlikely


@pytest.mark.parametrize("order", [1, -1])
def test_the_demand_stands_first_whichever_came_first(stances, order):
    held = {(one.position.party, one.position.act): one for one in stances(quarrel())}
    pair = [held["NOR", Act.REQUEST], held["CHL", Act.REJECT]]
    kind, a, b = kind_of(*pair[::order])
    assert (kind, a, b) == ("request-rejection", *pair)


def test_a_state_and_a_body_it_belongs_to_and_two_states_of_one_body_are_told_from_others(stances):
    talk = Talk(
        "France demanded a seat at the table. The EU refused more talks on ports. Germany praised the harvest of the season. "
        "Chile said it would never withdraw its patrols from the strait."
    )
    talk.say("FRA", "request", "a seat at the table", cue="demanded")
    talk.say("EU", "reject", "more talks on ports", cue="refused")
    talk.say("DEU", "assess_positive", "the harvest of the season", cue="praised")
    talk.say("CHL", "reject", "it would never withdraw its patrols from the strait", cue="said")
    held = {one.position.party: Side(one) for one in stances(talk)}

    def among(one, two):
        return {"bloc", "member"} & traits(held[one], held[two]).keys()

    assert among("FRA", "EU") == {"bloc", "member"}
    assert among("FRA", "DEU") == {"bloc"}
    assert among("CHL", "EU") == among("CHL", "DEU") == set()


def test_every_kind_has_a_name_in_either_language():
    for language in ("en", "fr"):
        words = (ROOT / "src" / "pourparlers" / "report" / "labels" / f"{language}.toml").read_text("utf-8")
        assert "\nopposed = " in words
        assert "\nopposite-demands = " in words


def test_the_same_words_read_as_those_of_either_side_are_no_clash(stances):
    talk = Talk("Norway accused Chile of breaking the quota for Chile's trawlers.")
    talk.say("NOR", "accuse", "breaking the quota for Chile's trawlers", cue="accused", source="Norway")
    talk.say("CHL", "accuse", "breaking the quota for Chile's trawlers", cue="accused", source="Chile")
    one, two = stances(talk)
    assert not list(learnt([(one, two)]))


@pytest.mark.parametrize(
    ("first", "second", "met"),
    [
        ("new sanctions on the ports", "more sanctions on the trawlers of the strait", False),
        (
            "sanctions that Chile may impose on the ports",
            "more sanctions on the trawlers of the strait",
            True,
        ),
        (
            "a war between the trawlers of the strait near Chile",
            "a war between the trawlers of the strait",
            False,
        ),
    ],
)
def test_two_who_warn_of_the_same_do_not_clash_unless_one_warns_of_the_other(
    stances, monkeypatch, first, second, met
):
    monkeypatch.setattr(opposed, "likelihoods", lambda pairs: [0.9 for _ in pairs])
    talk = Talk(f"Norway warned of {first}. Chile warned of {second}.")
    talk.say("NOR", "warn", first, cue="warned", source="Norway")
    talk.say("CHL", "warn", second, cue="warned", source="Chile")
    one, two = stances(talk)
    assert bool(list(learnt([(one, two)]))) is met


def test_weights_add_nothing_to_what_a_rule_has_met():
    state = state_of_play(*both(quarrel()))
    sides = {one.id: one.party for one in state.positions}
    ruled = [clash for clash in state.clashes if LEARNT not in clash.reason.why]
    met = {(x, sides[y]) for clash in ruled for x, y in ((clash.a, clash.b), (clash.b, clash.a))}
    assert ruled
    for clash in state.clashes:
        if LEARNT in clash.reason.why:
            assert met.isdisjoint({(clash.a, sides[clash.b]), (clash.b, sides[clash.a])})


def test_the_labels_hold_no_words_of_the_articles_and_no_held_out_dossier():
    aside = set()
    for path in (
        *(ROOT / "benchmarks" / "judged").glob("*.json"),
        *(ROOT / "benchmarks" / "states").glob("*.json"),
    ):
        gold = json.loads(path.read_text("utf-8"))
        if "held" in gold["set"]:
            aside.update((gold["source"].partition("_")[0], id) for id in gold["articles"])
    assert aside
    for one in LABELS:
        assert set(one) == {"set", "articles", "sha256", "lines", "listed", "judged"}
        assert len(one["articles"]) == len(one["sha256"])
        assert aside.isdisjoint((one["set"].partition("_")[0], id) for id in one["articles"])
        for *pair, label in (*one["listed"], *one["judged"]):
            assert label in set("HTASN")
            assert len(set(pair)) == 2
            assert all(0 <= line < len(one["lines"]) for line in pair)
