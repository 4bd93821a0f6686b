"""Which positions stand against each other, and which only seem to."""

from dataclasses import replace

import pytest

from pourparlers.dossier.build import state_of_play
from pourparlers.knowledge.lexicon import LANGUAGES, lexicon
from pourparlers.model import Act
from pourparlers.reading.sided import OUTSIDE
from talks import Talk, both, span

LISTS = {"unbowed", "blame", "contrasting", "taking_up"}


def told(*talks):
    return state_of_play(*both(*talks))


def kinds(state):
    return [clash.kind for clash in state.clashes]


def sides(state):
    held = {one.id: one.party for one in state.positions}
    return [(held[clash.a], held[clash.b]) for clash in state.clashes]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_replies(language):
    table = lexicon(language, "replies")
    assert set(table) == LISTS
    assert all(table[name] for name in LISTS)


def test_a_refusal_of_what_it_names_is_a_clash_and_the_asker_still_asks():
    talk = Talk("Norway rejected the demand by Chile to open the northern harbours.")
    outer = talk.say("NOR", "reject", "the demand by Chile to open the northern harbours", cue="rejected")
    talk.say("CHL", "request", "open the northern harbours", cue="demand", source="Chile", nested_in=outer)
    state = told(talk)
    assert {(one.party, one.act) for one in state.positions} == {
        ("NOR", Act.REJECT),
        ("CHL", Act.REQUEST),
    }
    assert kinds(state) == ["request-rejection"]
    assert sides(state) == [("CHL", "NOR")]


def test_a_denial_right_behind_a_charge_answers_it_whatever_its_matter():
    talk = Talk("Norway accused Chile of moving its gunboats. Chile denied any build-up of its patrols.")
    talk.say("NOR", "accuse", "moving its gunboats", cue="accused", source="Norway")
    talk.say("CHL", "deny", "any build-up of its patrols", cue="denied")
    state = told(talk)
    assert kinds(state) == ["accusation-denial"]
    assert sides(state) == [("NOR", "CHL")]


def test_a_denial_of_all_blame_answers_the_charge_before_it():
    talk = Talk(
        "Norway accused Chile of an attack on two of its trawlers. The crews are safe. Chile denied any involvement."
    )
    talk.say("NOR", "accuse", "an attack on two of its trawlers", cue="accused", source="Norway")
    talk.say("CHL", "deny", "any involvement", cue="denied")
    assert kinds(told(talk)) == ["accusation-denial"]


def test_a_third_sides_denial_answers_no_charge():
    talk = Talk("Norway accused Chile of moving its gunboats. Japan denied any build-up of its patrols.")
    talk.say("NOR", "accuse", "moving its gunboats", cue="accused", source="Norway")
    talk.say("JPN", "deny", "any build-up of its patrols", cue="denied")
    assert not told(talk).clashes


def test_a_side_that_will_not_bow_stands_against_those_who_press_it():
    talk = Talk(
        "Norway demanded that Chile stop its offensive. “No matter what they do, our fight goes on,” Chile said."
    )
    talk.say("NOR", "request", "Chile stop its offensive", cue="demanded")
    talk.say("CHL", "state", "No matter what they do, our fight goes on", cue="said", quoted=True)
    state = told(talk)
    assert {one.act for one in state.positions if one.party == "CHL"} == {Act.REJECT}
    assert len(state.clashes) == 1
    assert sides(state) == [("NOR", "CHL")]


def test_a_measure_and_its_condemnation_right_behind_it():
    talk = Talk(
        "Chile announced new sanctions on the ports. “This decision ignores the needs of the islands,” Norway said."
    )
    talk.say("CHL", "announce", "new sanctions on the ports", cue="announced")
    talk.say(
        "NOR", "assess_negative", "This decision ignores the needs of the islands", cue="said", quoted=True
    )
    assert "measure-condemnation" in kinds(told(talk))


def accounts(joined):
    talk = Talk(
        "Norway said the attack with drones began in the harbour of the strait" + joined + "Chile said "
        "a missile attack with drones began in the open waters of the strait."
    )
    talk.say("NOR", "state", "the attack with drones began in the harbour of the strait", cue="said")
    talk.say(
        "CHL",
        "state",
        "a missile attack with drones began in the open waters of the strait",
        source="Chile",
    )
    return told(talk)


def test_two_accounts_of_one_event_set_against_each_other():
    assert kinds(accounts(", while ")) == ["rival-accounts"]


def test_two_accounts_that_are_only_told_one_after_the_other_are_no_clash():
    assert not accounts(". ").clashes


def test_a_charge_met_by_a_demand_of_who_makes_it():
    talk = Talk(
        "Norway accused Chile of planning the raid on the border post. "
        "Chile demanded that Norway investigate the raid on the border post."
    )
    talk.say("NOR", "accuse", "planning the raid on the border post", cue="accused", source="Norway")
    talk.say("CHL", "request", "Norway investigate the raid on the border post", cue="demanded")
    assert "accusation-request" in kinds(told(talk))


def test_a_condemned_attack_in_a_town_is_no_charge_against_the_country_of_the_town():
    talk = Talk("Norway condemned the attacks with bombs on the markets in Santiago.")
    talk.say("NOR", "accuse", "the attacks with bombs on the markets in Santiago", cue="condemned")
    (statement,) = told(talk).statements
    assert not statement.targets


def test_what_each_wants_for_itself_is_no_common_line():
    talk = Talk("Norway wants missiles that reach the coast. Chile wants missiles that reach the coast.")
    talk.say("NOR", "request", "missiles that reach the coast", cue="wants")
    last = talk.text.rindex("missiles")
    talk.text = talk.text[:last] + "rockets" + talk.text[last + len("missiles") :]
    talk.say("CHL", "request", "rockets that reach the coast", cue="wants")
    assert not told(talk).convergences


def test_words_read_as_those_of_either_side_are_no_common_line():
    talk = Talk("Norway and Chile: a vow to take back the whole of the strait by force.")
    talk.say("NOR", "commit", "a vow to take back the whole of the strait by force")
    talk.say("CHL", "commit", "a vow to take back the whole of the strait by force")
    assert not told(talk).convergences


def test_who_will_never_give_something_up_grants_nothing():
    talk = Talk(
        "Norway asked Chile for talks on its nuclear weapons. Chile will never give up its nuclear weapons."
    )
    talk.say("NOR", "request", "talks on its nuclear weapons", cue="asked")
    talk.say("CHL", "commit", "will never give up its nuclear weapons")
    assert not told(talk).convergences


def at_home(*why):
    """Lawmakers of Chile, an actor of their own, demand what Chile rejects."""
    talk = Talk(
        "The lawmakers demanded a missile treaty. The weather was fine. Chile rejected a missile treaty."
    )
    talk.say("CHL", "request", "a missile treaty", cue="demanded", source="The lawmakers")
    talk.say("CHL", "reject", "a missile treaty", cue="rejected", source="Chile")
    articles, (reading,) = both(talk)
    chile = reading.mentions[0]
    lawmakers = replace(chile, span=span(talk.text, "The lawmakers"), entity=99, why=why)
    said = reading.attributions[1]
    rejected = replace(said, content=(span(talk.text, "a missile treaty", said.cue.start),))
    reading = replace(
        reading,
        attributions=(reading.attributions[0], rejected),
        mentions=(lawmakers, *reading.mentions),
        speakers={**reading.speakers, "1": (99,)},
    )
    return state_of_play(articles, [reading])


def test_a_parliament_stands_against_its_own_government():
    state = at_home(OUTSIDE)
    assert set(kinds(state)) == {"request-rejection"}
    assert set(sides(state)) == {("CHL", "CHL")}
    assert not state.deadlocks


def test_one_government_does_not_stand_against_itself():
    assert not at_home().clashes


def veto(whose):
    talk = Talk(
        "Chile demanded that Japan never be admitted to NATO. The weather was fine. Nobody was hurt. The sea was calm. "
        f"It rained all day. The ship left. Norway rejected any veto of {whose} over the accession of Japan to NATO."
    )
    talk.say("CHL", "request", "that Japan never be admitted to NATO", cue="demanded")
    talk.say("NOR", "reject", f"any veto of {whose} over the accession of Japan to NATO", cue="rejected")
    return told(talk)


def test_a_refusal_to_a_side_meets_its_demand_over_the_same_third_party_in_other_words():
    assert kinds(veto("Chile")) == ["request-rejection"]
    assert not veto("Peru").clashes
