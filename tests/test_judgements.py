"""What clashes, what converges and what is listed as a judgement of the talks, told by the words themselves."""

from dataclasses import replace
from datetime import date

import pytest

from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.judgements import in_heading, of_talks, rules_out, sentence_round, words_for
from pourparlers.knowledge.lexicon import LANGUAGES, lexicon
from pourparlers.knowledge.words import words_of
from pourparlers.model import Act, Article, Span
from pourparlers.reading.polarity import polarity
from pourparlers.report import markdown
from pourparlers.report.brief import brief
from talks import Talk

KEYS = {
    "talks",
    "hopes",
    "fears",
    "red_line_names",
    "assurances",
    "own_agents",
    "own",
    "refusing",
    "or_else",
    "withstanding",
    "wants",
    "expects",
    "condemns",
    "denounces",
    "criticises",
    "deplores",
    "welcomes",
}


def told(*talks):
    pairs = [talk.done() for talk in talks]
    return state_of_play([a for a, _ in pairs], [r for _, r in pairs])


def parties(state, clash):
    held = {one.id: one for one in state.positions}
    return {held[clash.a].party, held[clash.b].party}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_lists(language):
    assert lexicon(language, "judgements").keys() == KEYS


def test_accusations_of_two_sides_against_a_third_are_no_clash():
    talk = Talk(
        "Norway accused Chile of breaking the fishing quota. Japan blamed Chile for poaching its fish."
    )
    talk.say("NOR", "accuse", "breaking the fishing quota", cue="accused", source="Norway")
    talk.say("JPN", "accuse", "poaching its fish", cue="blamed", source="Japan")
    assert not told(talk).clashes


def test_sides_that_accuse_each_other_clash_whatever_of():
    talk = Talk(
        "Norway accused Chile of breaking the fishing quota. "
        "Chile accused Norway of hiding the losses of its tankers."
    )
    talk.say("NOR", "accuse", "breaking the fishing quota", cue="accused", source="Norway")
    talk.say("CHL", "accuse", "hiding the losses of its tankers", source="Chile")
    (clash,) = told(talk).clashes
    assert clash.kind == "accusation-counter-accusation"
    assert "rule:each-other" in clash.reason.why


def test_a_demand_put_to_another_is_not_refused_by_a_bystander():
    one = Talk("Norway asked Chile to declare a ceasefire.", name="a")
    one.say("NOR", "request", "to declare a ceasefire", cue="asked", source="Norway")
    two = Talk("Japan rejected a ceasefire in the islands.", name="b")
    two.say("JPN", "reject", "a ceasefire in the islands", cue="rejected", source="Japan")
    assert not told(one, two).clashes


def test_a_hope_and_a_judgement_of_something_else_are_no_common_ground():
    one = Talk("Norway hopes that the talks will succeed soon.", name="a")
    one.say("NOR", "assess_positive", "the talks will succeed soon", cue="hopes", source="Norway")
    two = Talk("Japan welcomed the excellent harvest of the year.", name="b")
    two.say("JPN", "assess_positive", "the excellent harvest of the year", cue="welcomed", source="Japan")
    assert not told(one, two).convergences


def test_only_judgements_of_the_talks_are_listed_as_such():
    talk = Talk(
        "Norway called the talks with Chile constructive and frank. "
        "Japan called the harvest of the year excellent for farmers. "
        "Chile hopes that the negotiations will be constructive and frank."
    )
    talk.say("NOR", "assess_positive", "the talks with Chile constructive and frank", cue="called")
    talk.say("JPN", "assess_positive", "the harvest of the year excellent for farmers")
    talk.say("CHL", "assess_positive", "the negotiations will be constructive and frank", cue="hopes")
    found = brief(told(talk), language="en").assessments
    (words,) = (one.words[0].text for one in found)
    assert words.endswith("the talks with Chile constructive and frank")


def test_a_quoted_adjective_that_nobody_is_told_to_say_is_no_judgement_of_the_talks():
    talk = Talk("Norway came back from the historic talks with Chile.")
    talk.say("NOR", "assess_positive", "historic", quoted=True)
    assert not brief(told(talk), language="en").assessments


def test_a_condition_is_listed_once_with_what_follows_from_it():
    talk = Talk("Norway said that, if Chile opens the port, it would sign the treaty on fishing at once.")
    whole = "if Chile opens the port, it would sign the treaty on fishing at once"
    outer = talk.say("NOR", "offer", whole, cue="said", source="Norway", condition="if Chile opens the port")
    talk.say(
        "NOR", "offer", "sign the treaty on fishing", condition="if Chile opens the port", nested_in=outer
    )
    (one,) = brief(told(talk), language="en").conditions
    assert [quote.text for quote in one.words] == ["it would sign the treaty on fishing at once"]


def test_the_clashes_of_two_sides_over_one_matter_are_one_entry():
    one = Talk(
        "Norway accused Chile of smuggling weapons to rebels. Chile denied sending any weapons to rebels.",
        "a",
    )
    one.say("NOR", "accuse", "smuggling weapons to rebels", cue="accused", source="Norway")
    one.say("CHL", "deny", "sending any weapons to rebels", cue="denied")
    two = Talk(
        "Norway accused Chile of arming the northern rebels by sea. Chile denied that its ships brought arms.",
        "b",
        day=date(2031, 3, 9),
    )
    two.say("NOR", "accuse", "arming the northern rebels by sea", cue="accused", source="Norway")
    two.say("CHL", "deny", "its ships brought arms", cue="denied")
    state = told(one, two)
    issues = {clash.issue for clash in state.clashes}
    assert issues
    assert len(brief(state, language="en").clashes) <= len(issues)


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("The round was useful, she said.", "useful", True),
        ("The harvest was useful, she said.", "useful", False),
        ("They praised the ceasefire in the hills.", "the ceasefire in the hills", True),
        (
            "After the summit they praised the wide new road over the northern hills.",
            "the wide new road over the northern hills",
            False,
        ),
    ],
)
def test_words_are_about_talks_or_not(text, words, wanted):
    start = text.index(words)
    text = text.replace("round", "round of talks")
    start = text.index(words)
    assert of_talks(text, [Span(start, start + len(words))], "en") is wanted


def test_a_heading_is_a_short_line_without_a_sign():
    article = Article(
        "id", "name", "A new quarrel\n\nNorway left the table.\n\nFear of war\n\nIt said no.", "en"
    )
    assert in_heading(article, 2)
    assert in_heading(article, article.text.index("Fear"))
    assert not in_heading(article, article.text.index("Norway"))
    assert not in_heading(article, article.text.index("It said"))


def test_the_sentence_round_some_words_stays_in_its_paragraph():
    text = "First one. Second one here. Third.\n\nOther"
    start = text.index("one here")
    assert text[slice(*sentence_round(text, start, start + 3))].strip() == "Second one here."


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("we never allow our companies to break the rules", True),
        ("we will never allow foreign bases on our soil", False),
    ],
)
def test_an_assurance_about_ones_own_people_is_told_from_a_refusal(text, wanted):
    assert rules_out(list(words_of(text)), "en") is wanted


def test_a_demand_with_an_or_else_is_a_threat():
    talk = Talk("Norway told Chile to withdraw its ships from the strait or we will use force against them.")
    talk.say("NOR", "request", "withdraw its ships from the strait or we will use force against them")
    assert [one.act for one in told(talk).statements] == ["threaten"]


def test_two_accusations_on_one_matter_are_never_among_the_sharpest_clashes():
    state = told(
        Talk(
            "Norway accused Chile of arming rebels in the islands. Chile blamed others for arming rebels there."
        )
    )
    assert not brief(state, language="en").sharpest


def test_a_clash_that_is_not_sure_enough_is_listed_but_not_among_the_sharpest():
    talk = Talk("Norway asked Chile to open the strait. Chile refused to open the strait.")
    talk.say("NOR", "request", "open the strait")
    talk.say("CHL", "reject", "open the strait")
    state = told(talk)
    (clash,) = state.clashes
    sure, unsure = (
        replace(state, clashes=(replace(clash, reason=replace(clash.reason, confidence=share)),))
        for share in (0.6, 0.5)
    )
    assert brief(sure, language="en").sharpest
    told_so = brief(unsure, language="en")
    assert (len(told_so.clashes), told_so.sharpest) == (1, ())
    assert "No head-on clash that is sure enough" in markdown.render(unsure, language="en")


def test_a_red_line_is_a_refusal_and_no_assurance():
    talk = Talk("Norway said it would never allow its companies to break the embargo on Chile.")
    talk.say("NOR", "reject", "it would never allow its companies to break the embargo", cue="said")
    (position,) = told(talk).positions
    assert position.act == "commit"
    assert "red-line" not in position.marks


def test_a_step_is_no_negation_in_french():
    assert polarity(list(words_of("un premier pas positif")), "fr") == 1


@pytest.mark.parametrize(
    ("text", "cue", "act", "mark"),
    [
        ("Norway hopes that Chile ends the ban on cod.", "hopes", "request", "hoped"),
        ("Norway demands that Chile ends the ban on cod.", "demands", "request", None),
        ("Norway wants that Chile ends the ban on cod.", "wants", "request", "wanted"),
        ("Norway fears that Chile ends the ban on cod.", "fears", "warn", "feared"),
        ("Norway warns that Chile ends the ban on cod.", "warns", "warn", None),
        ("Norway expects that Chile ends the ban on cod.", "expects", "request", "expected"),
        ("Norway condemned that Chile broke the ceasefire at sea.", "condemned", "accuse", "condemned"),
        ("Norway criticised that Chile broke the ceasefire at sea.", "criticised", "accuse", "criticised"),
        ("Norway said that Chile broke the ceasefire at sea.", "said", "accuse", None),
        ("Norway welcomed that Chile ends the ban on cod.", "welcomed", "assess_positive", "welcomed"),
        ("Norway says that Chile never made a ban on cod.", "says", "deny", "denial"),
        ("Norway denies that Chile ever made a ban on cod.", "denies", "deny", None),
    ],
)
def test_a_position_tells_how_its_act_is_done_where_the_name_would_mislead(text, cue, act, mark):
    talk = Talk(text)
    talk.say("NOR", act, text[text.index("Chile") : -1], cue=cue, source="Norway")
    (position,) = told(talk).positions
    assert set(position.marks) & {
        "hoped",
        "wanted",
        "expected",
        "feared",
        "condemned",
        "criticised",
        "welcomed",
        "denial",
    } == ({mark} if mark else set())


def test_a_denial_in_its_own_words_is_not_shown_as_what_is_denied():
    talk = Talk("Norway says that it never broke the fishing quota.")
    talk.say("NOR", "deny", "it never broke the fishing quota", cue="says", source="Norway")
    assert "denies, saying" in markdown.render(told(talk), language="en")


def test_what_a_side_tells_of_itself_accuses_nobody():
    talk = Talk("Norway has always kept to the fishing quota, said Norway.")
    talk.say("NOR", "accuse", "Norway has always kept to the fishing quota", cue="said")
    assert {one.act for one in told(talk).statements} == {Act.STATE}


def test_what_stands_before_a_demand_demands_nothing():
    text = "The quota has been read. Chile must end the ban on cod."
    talk = Talk(f"“{text}”, said Norway.")
    talk.say("NOR", "request", text[:-1], cue="said")
    acts = [one.act for one in told(talk).statements]
    assert acts[-1] is Act.REQUEST
    assert len(acts) == 1 or acts[0] is Act.STATE


def test_defence_against_an_attack_charges_nobody_with_it():
    talk = Talk("Ukraine says Russia arms itself against an invasion.")
    talk.say("UKR", "state", "Russia arms itself against an invasion", cue="says")
    assert all(one.act is not Act.ACCUSE for one in told(talk).statements)


def test_lists_are_ready_in_a_language_that_is_not_served():
    assert words_for("xx", "talks").any(list(words_of("the talks")))


def _conditions(text, act, words, condition, language="en", **said):
    talk = Talk(text, language=language)
    talk.say("NOR", act, words, condition=condition, **said)
    return [[q.text for q in one.words] for one in brief(told(talk), language="en").conditions]


def test_what_depends_on_a_condition_is_the_rest_of_its_sentence():
    text = "Norway said: the port was shut yesterday. If Chile fires on boats, we will close the strait."
    words = text.removeprefix("Norway said: ")
    found = _conditions(text, "threaten", words, "If Chile fires on boats", cue="said", source="Norway")
    assert found == [["we will close the strait."]]


def test_a_condition_in_the_middle_is_shown_with_all_of_its_sentence():
    text = "Norway offered to pay a fee if Chile opens the port as well as to send ships."
    words = "to pay a fee if Chile opens the port as well as to send ships"
    found = _conditions(text, "offer", words, "if Chile opens the port", cue="offered", source="Norway")
    assert found == [[words]]


def test_a_judgement_on_a_condition_lays_none_down():
    text = "Norway said the port would be a good thing if Chile opens it."
    words = "the port would be a good thing if Chile opens it"
    assert not _conditions(text, "assess_positive", words, "if Chile opens it", cue="said", source="Norway")


def test_a_threat_that_is_only_recalled_is_not_listed():
    recalled = Talk("La Norvège menaçait de fermer le détroit depuis des mois.", language="fr")
    recalled.say("NOR", "threaten", "fermer le détroit depuis des mois", cue="menaçait", source="La Norvège")
    made = Talk("La Norvège a menacé de fermer le détroit dès lundi.", "b", language="fr")
    made.say("NOR", "threaten", "fermer le détroit dès lundi", cue="menacé", source="La Norvège")
    assert not brief(told(recalled), language="en").threats
    assert len(brief(told(made), language="en").threats) == 1
