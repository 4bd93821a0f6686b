"""The words a position shows are whole, and what nobody said is no position."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.memory import Memory
from pourparlers.report.text import balanced, shorten
from talks import Talk


def positions(talk):
    article, reading = talk.done()
    return article.text, state_of_play([article], [reading], memory=Memory()).positions


def shown(talk):
    text, held = positions(talk)
    return [text[one.quote.start : one.quote.end] for one in held]


def said(text, code, act, content, language="en", **how):
    talk = Talk(text, language=language)
    talk.say(code, act, content, **how)
    return shown(talk)


@pytest.mark.parametrize(
    ("language", "text", "code", "act", "content", "cue", "whole"),
    [
        (
            "fr",
            "La Norvège a accusé vendredi la Suède de bloquer l'envoi de troupes dans le détroit.",
            "NOR",
            "accuse",
            "bloquer l'envoi de troupes dans le détroit",
            "accusé",
            "la Suède de bloquer l'envoi de troupes dans le détroit",
        ),
        (
            "fr",
            "La Norvège a appelé les deux camps à respecter le cessez-le-feu dans le nord.",
            "NOR",
            "request",
            "à respecter le cessez-le-feu dans le nord",
            "appelé",
            "les deux camps à respecter le cessez-le-feu dans le nord",
        ),
        (
            "en",
            "The Norwegian government banned foreign ships from carrying weapons through the strait.",
            "NOR",
            "announce",
            "carrying weapons through the strait",
            "banned",
            "banned foreign ships from carrying weapons through the strait",
        ),
        (
            "fr",
            "La Norvège a interdit la pêche au thon dans le détroit.",
            "NOR",
            "announce",
            "la pêche au thon dans le détroit",
            "interdit",
            "interdit la pêche au thon dans le détroit",
        ),
        (
            "en",
            "Norway accused Sweden of moving troops towards the border.",
            "NOR",
            "accuse",
            "moving troops towards the border",
            "accused",
            "Sweden of moving troops towards the border",
        ),
        (
            "fr",
            "La Norvège a appelé la junte à lever les sanctions.",
            "NOR",
            "request",
            "junte à lever les sanctions",
            "appelé",
            "la junte à lever les sanctions",
        ),
        (
            "en",
            "Norway called on the Council to adjust its military exercises.",
            "NOR",
            "request",
            "the Council to adjust its military",
            "called on",
            "the Council to adjust its military exercises",
        ),
        (
            "fr",
            "La Norvège n'a confirmé aucun cessez-le-feu.",
            "NOR",
            "deny",
            "aucun cessez-le-feu",
            "confirmé",
            "n'a confirmé aucun cessez-le-feu",
        ),
    ],
)
def test_a_position_shows_the_words_that_make_it_whole(language, text, code, act, content, cue, whole):
    assert said(text, code, act, content, language, cue=cue) == [whole]


@pytest.mark.parametrize(
    ("language", "text", "act", "content", "cue", "whole"),
    [
        ("fr", "La Norvège a refusé de prolonger la trêve.", "reject", "prolonger la trêve", "refusé", None),
        (
            "fr",
            'La Norvège a mis en garde contre "toute ingérence étrangère".',
            "warn",
            "toute ingérence étrangère",
            "mis en garde",
            'contre "toute ingérence étrangère',
        ),
        (
            "fr",
            "La Norvège n'a pas refusé de prolonger la trêve.",
            "reject",
            "prolonger la trêve",
            "refusé",
            "La Norvège n'a pas refusé de prolonger la trêve",
        ),
        (
            "en",
            '"We shall keep the ceasefire," Norway said.',
            "commit",
            "We shall keep the ceasefire,",
            "said",
            "We shall keep the ceasefire",
        ),
        (
            "fr",
            "La Norvège promet de retirer de la frontière 5.000 soldats du détroit.",
            "commit",
            "retirer de la frontière 5",
            "promet",
            "retirer de la frontière 5.000 soldats du détroit",
        ),
        (
            "en",
            "Norway rejects the plan of the guard (of the coast) for the strait.",
            "reject",
            "the plan of the guard (of the coast",
            "rejects",
            "the plan of the guard (of the coast)",
        ),
    ],
)
def test_words_begin_without_the_cue_that_their_act_names_and_end_in_no_sign(
    language, text, act, content, cue, whole
):
    source = "La Norvège" if language == "fr" else "Norway"
    assert said(text, "NOR", act, content, language, cue=cue, source=source) == [whole or content]


def test_what_was_cut_out_of_a_quotation_is_shown_from_its_beginning():
    text = 'Norway spoke. "We urge all sides to keep the ceasefire in the north," its minister said.'
    assert said(
        text, "NOR", "request", "sides to keep the ceasefire in the north", cue="urge", source="We"
    ) == ["We urge all sides to keep the ceasefire in the north"]


def test_words_that_begin_with_their_verb_are_shown_with_their_sentence():
    text = "Norway defends its missiles, which it says are for defence against an invasion."
    assert said(text, "NOR", "state", "are for defence against an invasion", cue="says") == [text[:-1]]


@pytest.mark.parametrize(
    ("language", "text", "act", "content", "cue"),
    [
        (
            "fr",
            "La Norvège est déterminée à lever les sanctions.",
            "commit",
            "lever les sanctions",
            "déterminée",
        ),
        ("en", "Norway seems eager to lift the sanctions.", "commit", "lift the sanctions", "seems eager"),
        (
            "en",
            "Norway spoke, listing the lifting of sanctions and trade.",
            "request",
            "the lifting of sanctions",
            "listing",
        ),
    ],
)
def test_what_the_press_tells_of_a_side_is_no_position(language, text, act, content, cue):
    source = "La Norvège" if language == "fr" else "Norway"
    assert said(text, "NOR", act, content, language, cue=cue, source=source) == []


def test_a_determination_that_is_voiced_is_a_position():
    text = "La Norvège a exprimé sa volonté de lever les sanctions."
    assert said(text, "NOR", "commit", "lever les sanctions", "fr", cue="volonté", source="La Norvège")


def test_a_question_and_a_scrap_in_quotation_marks_are_no_positions():
    asked = Talk('"Will Norway lift the sanctions on our ships at all?" the minister of Norway asked.')
    asked.say(
        "NOR", "accuse", "Will Norway lift the sanctions on our ships at all?", cue="asked", quoted=True
    )
    assert shown(asked) == []
    scrap = Talk(
        'The two leaders of Norway met at a "historic summit on sanctions" of all their allies in the north.'
    )
    scrap.say("NOR", "assess_positive", "historic summit on sanctions", quoted=True)
    assert shown(scrap) == []


@pytest.mark.parametrize(
    ("text", "content", "language", "cue", "source"),
    [
        (
            "La Norvège n'a pas précisé quels navires sont visés.",
            "quels navires sont visés",
            "fr",
            "précisé",
            "La Norvège",
        ),
        (
            "La Norvège n'a pas dit à quelle date le traité sera signé.",
            "à quelle date le traité sera signé",
            "fr",
            "dit",
            "La Norvège",
        ),
        (
            "Norway did not say which ships are under sanctions.",
            "which ships are under sanctions",
            "en",
            "say",
            "Norway",
        ),
        (
            "Norwegen sagte nicht, welche Schiffe den Sanktionen unterliegen.",
            "welche Schiffe den Sanktionen unterliegen",
            "de",
            "sagte",
            "Norwegen",
        ),
    ],
)
def test_which_one_it_is_and_nothing_more_is_an_open_question(text, content, language, cue, source):
    assert said(text, "NOR", "state", content, language, cue=cue, source=source) == []


def test_a_passive_without_its_agent_is_nobodys_demand():
    text = "A lifting of sanctions is also deemed necessary for a trade that pushed Norway to act."
    talk = Talk(text)
    talk.say("NOR", "request", "A lifting of sanctions", cue="deemed", source="Norway")
    assert shown(talk) == []


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="ab \"«»'’.,de?", max_size=60), st.data())
def test_the_words_shown_hold_the_words_read(text, data):
    text = "Norway accused Sweden of sanctions " + text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    talk = Talk(text)
    if not text[start:end].strip():
        return
    talk.say("NOR", "accuse", text[start:end], cue="accused")
    article, reading = talk.done()
    content = reading.attributions[0].content[0]
    for one in state_of_play([article], [reading], memory=Memory()).positions:
        assert 0 <= one.quote.start < one.quote.end <= len(text)
        assert one.quote.start <= content.end
        assert one.quote.end >= content.start


def test_a_headline_in_single_quotation_marks_keeps_the_first():
    text = "Leader says 'Ready for talks' with the north"
    start = text.index("Ready")
    assert balanced(text, start, len(text)) == (start - 1, len(text))


def test_long_words_are_cut_at_a_sentence_else_at_a_clause():
    assert (
        shorten("We are ready for talks. We shall come tomorrow if they do.", 40)
        == "We are ready for talks. […]"
    )
    assert (
        shorten("We are ready for these talks, and we shall come tomorrow", 40)
        == "We are ready for these talks […]"
    )


def test_an_item_that_begins_with_its_preposition_is_shown_with_what_leads_to_it():
    text = "La Norvège a appelé à la constitution prochaine d'un gouvernement neuf et à la levée complète des sanctions."
    shown_words = said(
        text,
        "NOR",
        "request",
        "la constitution prochaine d'un gouvernement neuf et à la levée complète des sanctions",
        "fr",
        cue="appelé",
    )
    assert "à la levée complète des sanctions" not in shown_words
    assert (
        "appelé à la constitution prochaine d'un gouvernement neuf et à la levée complète des sanctions"
        in shown_words
    )


def test_what_is_only_spoken_of_is_no_position():
    text = "Norway addressed whether further sanctions on its missiles would be lifted."
    assert (
        said(
            text, "NOR", "warn", "whether further sanctions on its missiles would be lifted", cue="addressed"
        )
        == []
    )
    text = "Norway talked about sanctions on missiles."
    assert said(text, "NOR", "state", "sanctions on missiles", cue="talked", source="Norway") == []


def test_those_accused_are_not_the_accusers():
    text = "La Norvège, accusée d'avoir violé le cessez-le-feu et les sanctions, a parlé."
    source = "La Norvège"
    assert (
        said(
            text,
            "NOR",
            "accuse",
            "avoir violé le cessez-le-feu et les sanctions",
            "fr",
            cue="accusée",
            source=source,
        )
        == []
    )


def test_a_noun_that_was_cut_before_its_genitive_is_shown_with_it():
    text = "La Norvège dénonce le déploiement de troupes d'invasion qui vient de commencer."
    assert said(text, "NOR", "accuse", "le déploiement de troupes", "fr", cue="dénonce")[0].endswith(
        "de troupes d'invasion"
    )


def test_a_passive_within_the_words_does_not_take_them_from_who_speaks():
    text = "Sanctions on trade have been lifted, according to Norway."
    talk = Talk(text)
    talk.say("NOR", "announce", "Sanctions on trade have been lifted", cue="according to", source="Norway")
    assert shown(talk) == ["Sanctions on trade have been lifted"]


@pytest.mark.parametrize(
    ("language", "text", "act", "content", "cue", "source"),
    [
        (
            "fr",
            "La Norvège menaçait de fermer le détroit aux navires.",
            "threaten",
            "fermer le détroit aux navires",
            "menaçait",
            "La Norvège",
        ),
        (
            "fr",
            "Les Norvégiens espèrent un cessez-le-feu durable dans le détroit.",
            "request",
            "un cessez-le-feu durable dans le détroit",
            "espèrent",
            "Les Norvégiens",
        ),
        (
            "fr",
            "Le plan de trêve, dont la signature est exigée par la Norvège, avance.",
            "request",
            "la signature est exigée",
            "exigée",
            "la Norvège",
        ),
        (
            "en",
            "Norway also appears angry at the ban on fishing in the strait.",
            "accuse",
            "at the ban on fishing in the strait",
            "angry",
            "Norway",
        ),
    ],
)
def test_what_the_press_tells_in_passing_is_no_position(language, text, act, content, cue, source):
    assert said(text, "NOR", act, content, language, cue=cue, source=source) == []


def test_a_line_set_over_others_by_the_newsroom_is_no_position():
    text = (
        "Il y a eu des combats.\n\n• La Norvège exige un cessez-le-feu\n\nLa suite est incertaine pour tous."
    )
    talk = Talk(text, language="fr")
    talk.say("NOR", "request", "un cessez-le-feu", cue="exige", source="La Norvège")
    assert shown(talk) == []


@pytest.mark.parametrize(
    ("language", "text", "content", "cue", "source"),
    [
        (
            "en",
            "Norway called an emergency meeting of its council on the ceasefire.",
            "an emergency meeting of its council on the ceasefire",
            "called",
            "Norway",
        ),
        (
            "fr",
            "La Norvège a convoqué une réunion du conseil sur le cessez-le-feu.",
            "une réunion du conseil sur le cessez-le-feu",
            "convoqué",
            "La Norvège",
        ),
    ],
)
def test_a_meeting_that_is_only_called_is_no_position(language, text, content, cue, source):
    assert said(text, "NOR", "announce", content, language, cue=cue, source=source) == []


def test_a_meeting_that_is_called_something_or_called_for_is_a_position():
    judged = "Norway called the meeting on the ceasefire a farce."
    content = "the meeting on the ceasefire a farce"
    assert said(judged, "NOR", "assess_negative", content, cue="called", source="Norway")
    asked = "Norway called for a summit on the ceasefire."
    assert said(asked, "NOR", "request", "a summit on the ceasefire", cue="called for", source="Norway")
