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
    assert (["eight hours"], ["six hours"]) in figures
    assert (["tens of thousands of troops"], ["About 100,000 troops"]) in figures


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
