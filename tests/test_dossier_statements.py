import pytest

from pourparlers.dossier.build import state_of_play
from pourparlers.model import Act
from talks import Talk, both

DEMANDS = (
    "Russia called for an end to NATO enlargement, for a halt to military exercises in Poland, "
    "and for the closure of military bases in Romania."
)


def play(*talks, **options):
    return state_of_play(*both(*talks), **options)


def texts(state, evidence):
    by_id = {article.id: article.text for article in state.articles}
    return [by_id[e.article][e.start : e.end] for e in evidence]


def test_demands_of_one_sentence_are_one_statement_each():
    talk = Talk(DEMANDS)
    talk.say("RUS", "request", DEMANDS[DEMANDS.index("an end") : -1], cue="called")
    state = play(talk)
    assert [s.issues for s in state.statements] == [
        ("alliance.enlargement",),
        ("military.exercises",),
        ("military.bases",),
    ]
    assert texts(state, state.statements[0].content) == ["an end to NATO enlargement"]
    assert len(state.positions) == 3


def test_items_of_a_list_share_the_condition():
    text = (
        "Washington warned that if the city falls it would impose new sanctions and export controls on chips."
    )
    talk = Talk(text)
    talk.say("USA", "threaten", text[text.index("if the") : -1], cue="warned", condition="if the city falls")
    state = play(talk)
    assert [s.issues for s in state.statements] == [("economy.sanctions",), ("economy.export_controls",)]
    assert all(texts(state, [s.condition]) == ["if the city falls"] for s in state.statements)


def test_two_sides_of_a_but_are_two_assessments():
    text = (
        "The envoy said the talks were constructive and useful, but major differences remain on every file."
    )
    talk = Talk(text)
    talk.say("FRA", "assess_positive", text[text.index("the talks") : -1], cue="said")
    acts = [s.act for s in play(talk).statements]
    assert acts == [Act.ASSESS_POSITIVE, Act.ASSESS_NEGATIVE]


def test_joint_speakers_count_for_both_parties():
    text = "Paris and Berlin rejected a freeze of sanctions."
    talk = Talk(text)
    talk.say("FRA+DEU", "reject", "a freeze of sanctions", cue="rejected")
    (position,) = play(talk).positions
    assert position.parties == ("FRA", "DEU")
    assert "joint" in position.marks


def test_a_whole_answer_reaches_the_demands_before_it():
    text = "Russia demanded an end to NATO enlargement and to military exercises. The Americans rejected these demands."
    talk = Talk(text)
    talk.say("RUS", "request", "an end to NATO enlargement and to military exercises", cue="demanded")
    talk.say("USA", "reject", "these demands", cue="rejected")
    state = play(talk)
    answer = next(p for p in state.positions if p.party == "USA")
    assert {answer.issue, *answer.issues_also} == {"alliance.enlargement", "military.exercises"}
    (demand,) = (p for p in state.positions if p.party == "RUS")
    assert {demand.issue, *demand.issues_also} == {"alliance.enlargement", "military.exercises"}
    (clash,) = state.clashes
    assert {clash.a, clash.b} == {demand.id, answer.id}
    assert all(c.b == answer.id and c.kind == "request-rejection" for c in state.clashes)


def test_a_stance_reported_by_another_side_is_the_holders_own():
    text = "Ukraine said that Russia wants a ceasefire."
    talk = Talk(text)
    outer = talk.say("UKR", "state", "Russia wants a ceasefire", cue="said")
    talk.say("RUS", "request", "a ceasefire", cue="wants", source="Russia", nested_in=outer)
    state = play(talk)
    (position,) = state.positions
    (statement,) = [s for s in state.statements if s.id in position.statements]
    assert position.party == "RUS"
    assert "by-anothers-word" in position.marks
    assert statement.said_by is not None


def test_statements_of_the_press_are_kept_but_hold_no_position():
    text = "Analysts expect new sanctions against Iran."
    talk = Talk(text)
    talk.say("", "state", "new sanctions against Iran", cue="expect")
    state = play(talk)
    assert len(state.statements) == 1
    assert state.positions == ()


@pytest.mark.parametrize("text", ["", "(" * 2000, '"' * 999, ", and " * 3000])
def test_hostile_content_is_cut_in_time(text):
    talk = Talk(f"Iran wants {text or 'it'}.")
    talk.say("IRN", "request", text.strip() or "it", cue="wants")
    assert len(play(talk).statements) >= 1


def test_nothing_said_ends_in_a_word_that_leads_on():
    text = "Paris a évoqué les grévistes de la capitale. Paris exige le retrait des troupes qui avancent."
    talk = Talk(text, language="fr")
    talk.say("FRA", "state", "les grévistes de", cue="évoqué")
    talk.say("FRA", "request", "le retrait des troupes qui", cue="exige")
    state = play(talk)
    said = [texts(state, one.content) for one in state.statements]
    assert said == [["les grévistes"], ["le retrait des troupes"]]
    assert [one.act for one in state.positions] == [Act.REQUEST]


def test_what_a_side_advises_at_home_is_no_demand():
    text = "The Ministry in Brasilia recommended vaccines. Brazil recommended that Peru lift its sanctions."
    talk = Talk(text)
    talk.say("BRA", "request", "vaccines", cue="recommended")
    talk.say("BRA", "request", "that Peru lift its sanctions", cue="recommended that"[:11])
    assert [one.act for one in play(talk).statements] == [Act.SUPPORT, Act.REQUEST]


def test_the_subjects_of_one_verb_are_no_list_of_things():
    text = "Oslo asked that the envoys of the nuclear deal and the sanctions committee must meet soon."
    talk = Talk(text)
    talk.say("NOR", "request", text[text.index("the envoys") : -1], cue="asked")
    assert len(play(talk).statements) == 1
