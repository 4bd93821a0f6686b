from dataclasses import replace

import pytest

from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.dating import beginning
from pourparlers.reading import times
from pourparlers.report.wording import wording
from talks import Talk


def days(talk):
    article, reading = talk.done()
    state = state_of_play([article], [replace(reading, times=times.find(article))])
    return [one.said_on for one in state.statements]


def said(text, content, cue, *, language="en", codes="RUS"):
    talk = Talk(text, language=language)
    talk.say(codes, "accuse", content, cue=cue)
    return days(talk)


@pytest.mark.parametrize(
    ("text", "content", "cue", "language", "day"),
    [
        ("Moscow said on Sunday that the plan was dead.", "the plan was dead", "said", "en", "2031-03-02"),
        ("Moscow had said in May 2029 that the plan was dead.", "the plan was dead", "said", "en", "2029-05"),
        ("In January, Moscow called the plan dead.", "the plan dead", "called", "en", "2031-01"),
        (
            "Moscou a demandé fin janvier une aide d'urgence.",
            "une aide d'urgence",
            "demandé",
            "fr",
            "2031-01",
        ),
        ("Moscou a exclu la semaine dernière tout retrait.", "tout retrait", "exclu", "fr", "2031-W09"),
    ],
)
def test_a_saying_is_dated_as_precisely_as_its_sentence_does(text, content, cue, language, day):
    assert said(text, content, cue, language=language) == [day]


@pytest.mark.parametrize(
    ("text", "content", "cue", "language"),
    [
        ("Moscow denounced the result of the vote of 2 March.", "the result", "denounced", "en"),
        ("Welcoming Sunday's vote, Moscow said the plan was dead.", "the plan was dead", "said", "en"),
        ("In power since January, Moscow's man called the plan dead.", "the plan dead", "called", "en"),
        ("Moscou, dont le ministre a démissionné dimanche, a exclu un retrait.", "un retrait", "exclu", "fr"),
        ("Dimanche, Minsk a reçu Moscou qui exclut un retrait.", "un retrait", "exclut", "fr"),
        ("After losing a war in 2019, the marshal, Moscow said, fled.", "fled", "said", "en"),
    ],
)
def test_the_day_of_something_else_dates_no_saying(text, content, cue, language):
    assert said(text, content, cue, language=language) == ["2031-03-04"]


def test_a_speaker_goes_on_speaking_on_the_day_it_was_said_to_speak():
    text = (
        "Moscow warned of a war. Moscow said on Sunday that the plan was dead. "
        "Paris called it a pity. Moscow also denounced a lie."
    )
    talk = Talk(text)
    talk.say("RUS", "warn", "a war", cue="warned")
    talk.say("RUS", "state", "the plan was dead", cue="said")
    talk.say("FRA", "state", "a pity", cue="called")
    talk.say("RUS", "accuse", "a lie", cue="denounced")
    assert days(talk) == ["2031-03-02", "2031-03-02", "2031-03-04", "2031-03-02"]


def test_what_somebody_tells_of_another_has_the_day_of_the_telling():
    text = "On Sunday, Moscow raised the alarm, saying that Minsk had assured it of its help."
    talk = Talk(text)
    outer = talk.say("RUS", "state", "Minsk had assured it of its help", cue="saying")
    talk.say("BLR", "support", "its help", cue="assured", nested_in=outer)
    assert set(days(talk)) == {"2031-03-02"}


def test_a_week_sorts_by_its_first_day():
    assert sorted(["2031-03-04", "2031-W09", "2031-02-25"], key=beginning) == [
        "2031-W09",
        "2031-02-25",
        "2031-03-04",
    ]


def test_a_week_is_shown_as_a_week():
    words = wording("en")
    assert words.days("2031-W09", "2031-W09") == words.day("2031-W09")
    assert words.days("2031-W09", "2031-03-04") != words.day("2031-W09")


def test_a_story_told_in_the_present_is_of_its_own_day():
    text = (
        "Le 7 juin 2008, Moscou effectue une visite dans le nord. Le ministre dénonce un mensonge. "
        "Dimanche, Moscou dénonce une erreur."
    )
    talk = Talk(text, language="fr")
    talk.say("RUS", "accuse", "un mensonge", cue="dénonce")
    assert days(talk) == ["2008-06-07"]
    past = Talk(text.replace("effectue", "a effectué"), language="fr")
    past.say("RUS", "accuse", "un mensonge", cue="dénonce")
    assert days(past) == ["2031-03-04"]


def test_what_had_been_said_before_at_no_time_named_has_no_day():
    assert said("Moscou avait dénoncé un mensonge.", "un mensonge", "dénoncé", language="fr") == [None]
    dated = said("Moscou avait dénoncé dimanche un mensonge.", "un mensonge", "dénoncé", language="fr")
    assert dated == ["2031-03-02"]
