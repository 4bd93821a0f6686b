from pourparlers.dossier.build import state_of_play
from talks import Talk, both


def parties(talk):
    return [one.party for one in state_of_play(*both(talk)).positions]


def test_a_stance_that_the_press_reports_is_its_holders():
    talk = Talk("Norway is ready for a ceasefire, it was reported.")
    talk.say("", "offer", "Norway is ready for a ceasefire", cue="reported")
    assert [one.parties for one in state_of_play(*both(talk)).statements] == [("NOR",)]


def test_a_question_about_somebodys_words_is_no_stance_of_theirs():
    talk = Talk("Reporters wanted comment on Norway's ceasefire and its withdrawal of troops.")
    talk.say("", "request", "comment on Norway's ceasefire and its withdrawal of troops", cue="wanted")
    assert parties(talk) == []


def test_whom_a_warning_is_given_to_does_not_give_it():
    text = "The speech held a warning to Norway that a military invasion would follow."
    talk = Talk(text)
    talk.say("NOR", "warn", "a military invasion would follow", cue="warning", source="Norway")
    assert parties(talk) == []


def test_what_somebody_is_only_supposed_to_say_is_no_stance():
    text = "Sweden said that if Norway demands a ceasefire it would lift its sanctions."
    talk = Talk(text)
    outer = talk.say(
        "SWE", "offer", text[text.index("if ") : -1], cue="said", condition="if Norway demands a ceasefire"
    )
    talk.say("NOR", "request", "a ceasefire", cue="demands", source="Norway", nested_in=outer)
    assert set(parties(talk)) <= {"SWE"}


def test_words_that_go_on_in_the_tellers_own_name_are_no_charge_of_another():
    text = "“Norway keeps accusing us of an invasion”, Sweden said."
    talk = Talk(text)
    outer = talk.say("SWE", "accuse", "Norway keeps accusing us of an invasion", cue="said", quoted=True)
    talk.say("NOR", "accuse", "us of an invasion", cue="accusing", source="Norway", nested_in=outer)
    assert set(parties(talk)) <= {"SWE"}


def test_what_another_reads_into_a_sides_mind_is_no_demand_of_theirs():
    text = "“Norway wants a withdrawal of all troops”, Sweden said."
    talk = Talk(text)
    outer = talk.say("SWE", "state", "Norway wants a withdrawal of all troops", cue="said", quoted=True)
    talk.say("NOR", "request", "a withdrawal of all troops", cue="wants", source="Norway", nested_in=outer)
    assert set(parties(talk)) <= {"SWE"}


def test_what_another_quotes_as_said_is_still_theirs():
    text = "“Norway demanded a withdrawal of all troops”, Sweden said."
    talk = Talk(text)
    outer = talk.say("SWE", "state", "Norway demanded a withdrawal of all troops", cue="said", quoted=True)
    talk.say("NOR", "request", "a withdrawal of all troops", cue="demanded", source="Norway", nested_in=outer)
    assert "NOR" in parties(talk)
