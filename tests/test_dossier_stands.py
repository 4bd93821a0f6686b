from itertools import pairwise

import pytest

from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.stands import demanded, sign
from pourparlers.knowledge.lexicon import LANGUAGES
from pourparlers.knowledge.phrases import word_list
from pourparlers.knowledge.words import words_of
from pourparlers.model import Act, Span
from talks import Talk, both


def play(*talks):
    return state_of_play(*both(*talks))


def test_a_build_up_told_of_another_side_is_a_charge():
    talk = Talk("Ukraine says Russia has massed troops on the border.")
    talk.say("UKR", "state", "Russia has massed troops on the border", cue="says")
    (position,) = play(talk).positions
    assert position.act is Act.ACCUSE


def test_a_side_tells_of_its_own_troops_without_a_charge():
    talk = Talk("Russia says Russia has massed troops on the border.")
    talk.say("RUS", "state", "Russia has massed troops on the border", cue="says")
    assert all(position.act is not Act.ACCUSE for position in play(talk).positions)


def test_what_is_said_of_anothers_readiness_is_no_offer():
    talk = Talk("Russia says the United States is not ready to go to war.")
    talk.say("RUS", "offer", "the United States is not ready to go to war", cue="says")
    (position,) = play(talk).positions
    assert position.act is Act.ACCUSE


def test_nothing_less_is_a_refusal_and_a_demand():
    talk = Talk("Russia will accept nothing less than a ban on NATO membership for Ukraine.")
    talk.say("RUS", "reject", "accept nothing less than a ban on NATO membership for Ukraine")
    acts = {statement.act for statement in play(talk).statements}
    assert acts == {Act.REJECT, Act.REQUEST}


def test_what_is_demanded_stands_after_nothing_less():
    text = "nothing less than a treaty"
    (span,) = demanded(words_of(text), [Span(0, len(text))], "en")
    assert text[span.start : span.end] == "a treaty"
    assert not demanded(words_of("nothing less than"), [Span(0, 17)], "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_nothing_less_and_weighs(language):
    assert word_list(language, "wording", "nothing_less")
    assert word_list(language, "wording", "weighing")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the meeting was useful", 1),
        ("no reason to be optimistic", -1),
        ("Our differences will not be easy to bridge", -1),
        ("the room is large", 0),
    ],
)
def test_the_sign_of_a_judgement_heeds_what_a_negation_turns(text, wanted):
    assert sign(words_of(text), "en") == wanted


def test_a_ruled_out_demand_is_refused():
    talk = Talk("Russia demands a ceasefire. Ukraine ruled out the demand.")
    talk.say("RUS", "request", "a ceasefire", cue="demands")
    talk.say("UKR", "request", "the demand", cue="ruled out")
    (clash,) = play(talk).clashes
    assert clash.kind == "request-rejection"


def test_a_meeting_called_useful_is_judged_not_demanded():
    talk = Talk("Russia called the meeting useful.")
    talk.say("RUS", "request", "the meeting useful", cue="called")
    (position,) = play(talk).positions
    assert position.act is Act.ASSESS_POSITIVE


def test_two_sides_that_ask_each_other_the_same_are_not_on_one_line():
    talk = Talk("Iran demands that Israel halt sanctions. Israel demands that Iran halt sanctions.")
    talk.say("IRN", "request", "that Israel halt sanctions")
    talk.say("ISR", "request", "that Iran halt sanctions")
    assert not play(talk).convergences


def test_a_refusal_of_other_talks_elsewhere_is_no_answer():
    one = Talk("France wants talks on a new format.", "one")
    one.say("FRA", "request", "talks on a new format")
    two = Talk("Ukraine refuses a separate dialogue with Iran.", "two")
    two.say("UKR", "reject", "a separate dialogue with Iran")
    assert not play(one, two).clashes


def test_words_that_another_divergence_rests_on_are_not_told_again():
    text = "Russia demands an end to sanctions. Russia demands a treaty on security guarantees."
    one, two = (
        Talk(text, "one", outlet="A"),
        Talk(text.replace("an end to", "relief from"), "two", outlet="B"),
    )
    for talk, wish in ((one, "an end to sanctions"), (two, "relief from sanctions")):
        talk.say("RUS", "request", wish)
        talk.say("RUS", "request", "a treaty on security guarantees")
    found = play(one, two).divergences
    places = [set(d.a + d.b) for d in found if d.kind in {"alone", "account", "utterance"}]
    assert all(not a & b for a, b in pairwise(places))


def test_what_a_cue_accepts_is_accepted_though_another_side_is_named_first():
    talk = Talk("Russia agreed to visit the United States in May.")
    talk.say("RUS", "agree", "visit the United States in May", cue="agreed")
    assert {statement.act for statement in play(talk).statements} == {Act.AGREE}
