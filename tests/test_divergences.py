"""Where two reports tell the same thing differently."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.figures import differ
from pourparlers.model import Span
from pourparlers.reading.quantities import Quantity
from talks import Talk, both


def reports():
    one = Talk(
        "Iran demands the lifting of all sanctions. Iran rejects inspections. "
        "Tehran says tens of thousands of troops stand on the border with Iraq. "
        "The talks in Geneva lasted eight hours.",
        "one",
        outlet="A",
    )
    one.say("IRN", "request", "the lifting of all sanctions", cue="demands")
    one.say("IRN", "reject", "inspections", cue="rejects")
    two = Talk(
        "Iran wants sanctions on oil lifted first. Iran refuses inspections of military sites. "
        "About 100,000 troops stand on the border with Iraq, Baghdad says. "
        "The talks in Geneva lasted six hours.",
        "two",
        outlet="B",
    )
    two.say("IRN", "request", "sanctions on oil lifted first", cue="wants")
    two.say("IRN", "reject", "inspections of military sites", cue="refuses")
    return one, two


def found(*talks):
    articles, readings = both(*talks)
    texts = {article.id: article.text for article in articles}
    return [
        (
            d.kind,
            [texts[e.article][e.start : e.end] for e in d.a],
            [texts[e.article][e.start : e.end] for e in d.b],
        )
        for d in state_of_play(articles, readings).divergences
    ]


def test_one_demand_in_other_words_is_shown_side_by_side():
    assert any(
        kind in {"utterance", "account"}
        and a == ["the lifting of all sanctions"]
        and b == ["sanctions on oil lifted first"]
        for kind, a, b in found(*reports())
    )


def test_figures_that_cannot_both_be_meant_are_shown():
    figures = [(a, b) for kind, a, b in found(*reports()) if kind == "figure"]
    assert (["The talks in Geneva lasted eight hours"], ["The talks in Geneva lasted six hours"]) in figures
    assert (
        ["Tehran says tens of thousands of troops stand on the border with Iraq"],
        ["About 100,000 troops stand on the border with Iraq"],
    ) in figures


def test_two_reports_of_one_outlet_are_not_compared():
    one, two = reports()
    two.outlet = "A"
    assert found(one, two) == []


def test_reports_a_week_apart_are_not_compared():
    one, two = reports()
    two.day = date(2031, 3, 12)
    assert found(one, two) == []


def test_a_report_that_tells_the_same_does_not_diverge_in_words():
    one, _ = reports()
    again = Talk(one.text, "again", outlet="B")
    again.say("IRN", "request", "the lifting of all sanctions", cue="demands")
    again.say("IRN", "reject", "inspections", cue="rejects")
    assert [kind for kind, *_ in found(one, again) if kind not in {"alone", "attribution"}] == []


def test_the_order_of_the_articles_does_not_matter():
    one, two = reports()
    articles, readings = both(one, two)
    forward = state_of_play(articles, readings).divergences
    assert state_of_play(articles[::-1], readings[::-1]).divergences == forward


quantities = st.builds(
    Quantity, st.just(Span(0, 1)), st.just("hour"), st.floats(1, 1e9, allow_nan=False), st.booleans()
)


@given(quantities, quantities)
def test_whether_figures_differ_does_not_depend_on_their_order(one, two):
    assert differ(one, two) == differ(two, one)
    assert not differ(one, one)


def pair(one, two, act="request"):
    """Give what two reports of one speaker's words tell differently."""
    talks = []
    for name, (text, words) in (("one", one), ("two", two)):
        talk = Talk(text, name, outlet=name)
        talk.say("IRN", "reject", "any inspections of the harbour", cue="rejects")
        talk.say("IRN", act, words)
        talks.append(talk)
    return found(*talks)


def test_scraps_of_a_sentence_are_not_told_by_one_alone():
    text = "Iran rejects any inspections of the harbour. Iran wants sanctions lifted. "
    told = pair((text + "Iran asks for this.", "this"), (text + "Iran wants time.", "sanctions lifted"))
    assert not [a for kind, a, _ in told if kind == "alone" and a == ["this"]]


def test_words_that_share_nothing_are_not_the_same_words():
    text = "Iran rejects any inspections of the harbour. "
    one = (text + "Iran wants tankers to leave the bay at dawn.", "tankers to leave the bay at dawn")
    two = (text + "Iran wants more bread for the schools.", "more bread for the schools")
    assert "utterance" not in {kind for kind, *_ in pair(one, two)}


def counted(first, second, *, later=date(2031, 3, 4)):
    one = Talk(first, "one", outlet="A")
    two = Talk(second, "two", outlet="B", day=later)
    for talk in (one, two):
        talk.say("IRN", "reject", "any inspections of the harbour", cue="rejects")
        talk.say("IRN", "request", "the lifting of sanctions", cue="demands")
    return [(kind, a, b) for kind, a, b in found(one, two) if kind in {"figure", "update"}]


SCENE = "Iran rejects any inspections of the harbour. Iran demands the lifting of sanctions. "


def test_a_toll_that_is_higher_the_day_after_is_brought_up_to_date():
    first = SCENE + "The blast in the port of Basra killed at least eleven people."
    second = SCENE + "The blast in the port of Basra killed at least fifteen people."
    assert [kind for kind, *_ in counted(first, second, later=date(2031, 3, 5))] == ["update"]
    assert [kind for kind, *_ in counted(first, second)] == ["figure"]


def test_a_toll_that_one_report_knows_as_the_earlier_one_is_brought_up_to_date():
    first = SCENE + "The blast in the port of Basra killed eleven people."
    second = SCENE + (
        "The blast in the port of Basra killed fifteen people. "
        "Officials had first spoken of eleven people killed by the blast in the port."
    )
    assert [kind for kind, *_ in counted(first, second)] == ["update"]


def test_the_dead_of_one_report_are_not_the_wounded_of_another():
    first = SCENE + "The blast in the port of Basra killed four people."
    second = SCENE + "The blast in the port of Basra wounded forty people."
    assert counted(first, second) == []


def test_about_as_many_is_no_other_figure():
    first = SCENE + "About 850 soldiers guard the port of Basra."
    second = SCENE + "Nearly 1,000 soldiers guard the port of Basra."
    assert counted(first, second) == []


def test_sums_with_a_sign_are_compared():
    first = SCENE + "The bridge over the port of Basra is to cost $38 billion."
    second = SCENE + "The bridge over the port of Basra is to cost $47 billion."
    assert len(counted(first, second)) == 1


def test_one_fact_with_several_figures_is_one_divergence():
    talks = []
    for name, killed in (("one", "two"), ("two", "four"), ("three", "six")):
        talk = Talk(SCENE + f"The blast in the port of Basra killed {killed} people.", name, outlet=name)
        talk.say("IRN", "reject", "any inspections of the harbour", cue="rejects")
        talk.say("IRN", "request", "the lifting of sanctions", cue="demands")
        talks.append(talk)
    ((_, a, b),) = [one for one in found(*talks) if one[0] == "figure"]
    assert len(a) == 1
    assert len(b) == 2


def test_one_call_quoted_at_length_and_in_brief_is_no_other_account():
    one = Talk(SCENE + "Iran calls for restraint at the border.", "one", outlet="A")
    two = Talk(SCENE + "Iran calls for restraint at the border and in the gulf.", "two", outlet="B")
    for talk, words in ((one, "restraint at the border"), (two, "restraint at the border and in the gulf")):
        talk.say("IRN", "reject", "any inspections of the harbour", cue="rejects")
        talk.say("IRN", "request", words, cue="calls for")
    assert [kind for kind, *_ in found(one, two) if kind in {"account", "utterance"}] == []


def test_what_another_report_tells_in_a_sentence_nobody_says_is_not_told_by_one_alone():
    one = Talk(SCENE + "Iran threatens to close the gulf to every tanker from Basra.", "one", outlet="A")
    one.say("IRN", "threaten", "to close the gulf to every tanker from Basra", cue="threatens")
    two = Talk(SCENE, "two", outlet="B")
    three = Talk(SCENE + "The gulf may soon close for every tanker that comes from Basra.", "two", outlet="B")
    for talk in (one, two, three):
        talk.say("IRN", "reject", "any inspections of the harbour", cue="rejects")
        talk.say("IRN", "request", "the lifting of sanctions", cue="demands")
    threat = ["to close the gulf to every tanker from Basra"]
    assert threat in [a for kind, a, _ in found(one, two) if kind == "alone"]
    assert threat not in [a for kind, a, _ in found(one, three) if kind == "alone"]
