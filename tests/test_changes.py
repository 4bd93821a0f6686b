"""What is new since an earlier state of play."""

import json
from datetime import date

import pytest

from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.changes import read_snapshot, snapshot, turns
from pourparlers.dossier.serialise import to_dict
from pourparlers.errors import FormatError
from pourparlers.report.brief import brief
from talks import Talk, both


def talks():
    before = Talk("Iran demands the lifting of sanctions.", "one", day=date(2031, 3, 1), outlet="A")
    before.say("IRN", "request", "the lifting of sanctions", cue="demands")
    after = Talk("Iran threatens sanctions of its own. France offers talks on inspections.", "two")
    after.say("IRN", "threaten", "sanctions of its own", cue="threatens")
    after.say("FRA", "offer", "talks on inspections", cue="offers")
    return before, after


def test_a_threat_after_a_demand_is_a_hardened_position():
    state = state_of_play(*both(*talks()), since=date(2031, 3, 4))
    kinds = [(change.kind, change.before, change.after) for change in state.changes]
    assert ("hardened", "request", "threaten") in kinds
    assert ("new_position", None, "offer") in kinds


def test_an_actor_heard_for_the_first_time_is_new():
    state = state_of_play(*both(*talks()), since=date(2031, 3, 4))
    assert [change.subject for change in state.changes if change.kind == "new_actor"] == ["FRA"]


def refusal_and_release():
    before = Talk("Iran refuses to free the prisoners.", "one", day=date(2031, 3, 1), outlet="A")
    before.say("IRN", "reject", "to free the prisoners", cue="refuses")
    after = Talk("Iran announces that it will free the prisoners on Monday. Iran demands oil.", "two")
    after.say("IRN", "announce", "it will free the prisoners on Monday", cue="announces")
    after.say("IRN", "request", "oil", cue="demands")
    return both(before, after)


def test_an_announcement_of_what_was_refused_is_a_softened_position_and_stands_first():
    state = state_of_play(*refusal_and_release(), since=date(2031, 3, 4))
    assert (state.changes[0].kind, state.changes[0].before) == ("softened", "reject")


def test_without_an_earlier_date_a_turn_within_the_dossier_is_found():
    articles, readings = refusal_and_release()
    state = state_of_play(articles, readings)
    texts = {article.id: article.text for article in articles}
    assert [
        (turn.before, turn.after, [texts[e.article][e.start : e.end] for e in turn.evidence][:1])
        for turn in turns(state)
    ] == [("reject", "announce", ["to free the prisoners"])]
    assert brief(state, language="en").moves


def test_an_act_on_another_matter_is_no_move():
    before = Talk("Iran agrees to open its harbours.", "one", day=date(2031, 3, 1), outlet="A")
    before.say("IRN", "agree", "to open its harbours", cue="agrees")
    after = Talk("Iran rejects any tax on pearls.", "two")
    after.say("IRN", "reject", "any tax on pearls", cue="rejects")
    state = state_of_play(*both(before, after), since=date(2031, 3, 4))
    assert [change.kind for change in state.changes if change.before] == []
    assert turns(state) == ()


def test_what_is_said_again_is_not_new():
    before, _ = talks()
    again = Talk("Iran demands a lifting of all the sanctions.", "two", outlet="B")
    again.say("IRN", "request", "a lifting of all the sanctions", cue="demands")
    state = state_of_play(*both(before, again), since=date(2031, 3, 4))
    assert [change.kind for change in state.changes] == []


def test_nothing_new_is_an_empty_list_and_no_date_is_none():
    articles, readings = both(*talks())
    assert state_of_play(articles, readings, since=date(2032, 1, 1)).changes == ()
    assert state_of_play(articles, readings).changes is None


def test_a_kept_brief_serves_as_well_as_a_date(tmp_path):
    before, _ = talks()
    kept = tmp_path / "monday.json"
    kept.write_text(json.dumps(to_dict(state_of_play(*both(before)))), encoding="utf-8")
    assert read_snapshot(kept) == snapshot(state_of_play(*both(before)))
    by_brief = state_of_play(*both(*talks()), since=read_snapshot(kept))
    by_date = state_of_play(*both(*talks()), since=date(2031, 3, 4))
    assert by_brief.changes == by_date.changes


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"positions": [{}]}'])
def test_a_file_that_is_no_brief_is_named(tmp_path, content):
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(FormatError, match=r"x\.json"):
        read_snapshot(path)
