import io
from dataclasses import replace
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparlers import exports
from pourparlers.errors import UsageError
from pourparlers.exports.bundle import Bundle
from pourparlers.exports.networks import NORMALISATIONS, conflict, congruence, divisor, network, windows
from pourparlers.exports.stances import Stance
from report_dossier import DOSSIER, EMPTY

nx = pytest.importorskip("networkx")


def graph(name, made):
    held = io.BytesIO(made.encode())
    return nx.read_graphml(held) if name == "graphml" else nx.read_gexf(held, version="1.3")


def party(kind="congruence", **options):
    return network(DOSSIER, kind, level="party", **options)


def weights(made):
    return {(edge.source, edge.target): edge.weight for edge in made.edges}


def test_sides_that_say_the_same_of_an_issue_are_congruent():
    assert weights(party()) == {("EST", "VAL"): 1}


def test_sides_that_say_the_opposite_of_an_issue_conflict():
    assert weights(party("conflict")) == {("EST", "PRESS"): 1, ("EST", "VAL"): 1, ("PRESS", "VAL"): 1}
    assert weights(party("subtract"))["EST", "VAL"] == 0


def test_normalisations_divide_as_defined():
    assert weights(party(normalisation="average")) == {("EST", "VAL"): pytest.approx(1 / 2.5)}
    assert weights(party(normalisation="jaccard")) == {("EST", "VAL"): pytest.approx(1 / 4)}
    assert weights(party(normalisation="cosine")) == {("EST", "VAL"): pytest.approx(1 / sqrt(6))}


def test_threats_and_plain_statements_are_in_no_network():
    tied = {edge.target for edge in party("two-mode").edges if edge.source == "VAL"}
    assert tied == {"issue:quota", "issue:talks"}


def test_two_mode_weighs_for_less_against():
    made = weights(party("two-mode"))
    assert made["VAL", "issue:quota"] == 1
    assert made["EST", "issue:quota"] == -1
    shares = weights(party("two-mode", normalisation="activity"))
    assert shares["EST", "issue:quota"] == pytest.approx(-1 / 3)
    assert weights(party("two-mode", normalisation="prominence"))["EST", "issue:quota"] == -0.5


def test_a_repeated_stance_can_count_once_an_article():
    twice = replace(DOSSIER, statements=(*DOSSIER.statements, replace(DOSSIER.statements[0], id="again")))
    assert weights(network(twice, "two-mode", level="party"))["VAL", "issue:quota"] == 2
    once = network(twice, "two-mode", level="party", duplicates="document")
    assert weights(once)["VAL", "issue:quota"] == 1


def test_windows_hold_what_was_said_in_them():
    days = list(windows(DOSSIER, 2))
    assert days == [("2023-02-27", "2023-02-28"), ("2023-03-01", "2023-03-02")]
    assert weights(party("conflict", since="2023-03-02", until="2023-03-02")) == {}
    made = exports.render(DOSSIER, "gexf", network="two-mode", window=2)
    assert isinstance(made, Bundle)
    assert list(made.files) == ["2023-02-27_2023-02-28.gexf", "2023-03-01_2023-03-02.gexf"]
    assert list(windows(EMPTY, 7)) == []


@pytest.mark.parametrize("name", ["graphml", "gexf"])
@pytest.mark.parametrize("kind", NORMALISATIONS)
def test_networkx_reads_back_every_attribute(name, kind):
    made = network(DOSSIER, kind, level="party")
    read = graph(name, exports.render(DOSSIER, name, network=kind, level="party"))
    assert set(read.nodes) == {node.id for node in made.nodes}
    for node in made.nodes:
        facts = {"label": node.label, **node.attributes}
        assert {key: read.nodes[node.id][key] for key in facts} == facts
    assert read.number_of_edges() == len(made.edges)
    for edge in made.edges:
        facts = {"weight": edge.weight, **edge.attributes}
        assert {key: read.edges[edge.source, edge.target][key] for key in facts} == facts
    if name == "graphml":
        assert read.graph.items() >= dict(made.attributes).items()


def test_actors_carry_what_is_known_of_them():
    read = graph("graphml", exports.render(DOSSIER, "graphml"))
    assert read.nodes["kern"]["party"] == "Valdor"
    assert read.nodes["kern"]["variants"] == "Anna Kern; Mme Kern"


def test_characters_that_xml_forbids_are_replaced():
    actors = tuple(replace(one, name=f"{one.name}\x1b\x00") for one in DOSSIER.actors)
    state = replace(DOSSIER, actors=actors)
    for name in ("graphml", "gexf", "atom"):
        assert "\ufffd" in exports.render(state, name)


@pytest.mark.parametrize(
    "wrong",
    [
        {"network": "star"},
        {"level": "town"},
        {"normalisation": "activity"},
        {"since": "March"},
        {"window": 0},
    ],
)
def test_wrong_options_are_named(wrong):
    with pytest.raises(UsageError):
        exports.render(DOSSIER, "graphml", **wrong)


counts = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from([Stance.FOR, Stance.AGAINST])),
    st.integers(1, 5),
    min_size=1,
)


@given(counts, counts)
def test_ties_are_symmetric_and_cosine_and_jaccard_stay_below_one(one, two):
    for tie in (congruence, conflict):
        assert tie(one, two) == tie(two, one) >= 0
    for name in ("average", "jaccard", "cosine"):
        assert divisor(one, two, name) == pytest.approx(divisor(two, one, name))
    assert congruence(one, two) <= divisor(one, two, "cosine") * (1 + 1e-9)
    if congruence(one, two):
        assert congruence(one, two) <= divisor(one, two, "jaccard")
