from datetime import date

from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.listing import listed_under
from pourparlers.dossier.serialise import to_dict
from pourparlers.report.brief import brief
from pourparlers.report.terminal import render_section
from talks import Talk, both

TWO_MATTERS = "a lasting ceasefire without sanctions"


def demand_on_two_matters():
    talk = Talk(f"Norway demands {TWO_MATTERS}.")
    talk.say("NOR", "request", TWO_MATTERS, cue="demands")
    return state_of_play(*both(talk))


def words_read_in_two_ways():
    words = "a shameless tax on wool"
    talks = []
    for name, act in (("one", "accuse"), ("two", "assess_positive")):
        talk = Talk(f"Norway spoke of {words}.", name=name)
        talk.say("NOR", act, words)
        talks.append(talk)
    return state_of_play(*both(*talks))


def shown(state):
    return [
        (row.issue, stance)
        for row in brief(state, language="en").matrix.rows
        for cell in row.cells
        for stance in cell.stances
    ]


def test_a_demand_on_two_matters_is_held_and_listed_once():
    state = demand_on_two_matters()
    assert [(one.issue, one.issues_also) for one in state.positions] == [
        ("military.ceasefire", ("economy.sanctions",))
    ]
    assert [issue for issue, _ in shown(state)] == ["Ceasefire"]


def test_what_is_exported_says_where_repeated_words_are_listed():
    one, two = to_dict(words_read_in_two_ways())["positions"]
    assert {one["listed_under"], two["listed_under"]} in ({None, one["id"]}, {None, two["id"]})


def test_other_words_and_other_acts_are_listed_by_themselves():
    talk = Talk("Norway demands the end of all sanctions. Norway accuses Rome of new sanctions on wool.")
    talk.say("NOR", "request", "the end of all sanctions", cue="demands")
    talk.say("NOR", "accuse", "new sanctions on wool", cue="accuses")
    state = state_of_play(*both(talk))
    assert not listed_under(state)


def test_every_line_that_leads_to_repeated_words_leads_to_where_they_are_listed():
    state = words_read_in_two_ways()
    page = brief(state, language="en")
    listed = {stance.anchor for _, stance in shown(state)}
    links = [
        link.target
        for report in page.reports
        for block in report.blocks
        for note in block.notes
        for link in note.links
    ]
    assert links
    assert set(links) <= listed


def test_what_was_said_last_comes_first_on_its_issue():
    first = Talk("Norway rejects the new sanctions on ships.", name="first", day=date(2031, 3, 1))
    first.say("NOR", "reject", "the new sanctions on ships", cue="rejects")
    again = Talk("Norway rejects the new sanctions on ships.", name="again", day=date(2031, 3, 2))
    again.say("NOR", "reject", "the new sanctions on ships", cue="rejects")
    last = Talk("Norway accepts milder sanctions for a year.", name="last", day=date(2031, 3, 9))
    last.say("NOR", "agree", "milder sanctions for a year", cue="accepts")
    acts = [stance.act.name for _, stance in shown(state_of_play(*both(first, again, last)))]
    assert acts[0] == "agree"


def test_one_utterance_in_two_reports_is_listed_once_whatever_it_was_read_as():
    state = words_read_in_two_ways()
    assert len(state.positions) == 2
    assert len(shown(state)) == 1


def test_what_several_hold_together_is_told_once_in_a_row(capsys):
    talk = Talk("Norway and Italy demand a lasting ceasefire.")
    talk.say("NOR+ITA", "request", "a lasting ceasefire", cue="demand")
    render_section(state_of_play(*both(talk)), "positions", language="en")
    assert capsys.readouterr().out.count("“a lasting ceasefire”") == 1
