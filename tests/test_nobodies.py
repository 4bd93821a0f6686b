"""What reads like the name of somebody and is nobody does not stand among the actors."""

from datetime import date

import pytest

from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.locals import locals_of
from pourparlers.dossier.nobodies import somebody
from pourparlers.knowledge.public_figures import side_of
from pourparlers.model import ActorKind, Article, Mention, MentionKind, Reading, Span
from pourparlers.report.lookup import Lookup
from pourparlers.report.people import who_is_who
from pourparlers.report.wording import wording
from talks import Talk, both


def those_in(text, *names, language="en", kind=ActorKind.PERSON, party=None, why=()):
    """Give what is called by these names in a text, each an entity, after what is nobody is left out."""
    mentions = []
    for number, name in enumerate(names):
        at = text.index(name)
        mentions.append(
            Mention(
                Span(at, at + len(name)),
                MentionKind.NAME if kind is ActorKind.PERSON else MentionKind.ROLE,
                kind,
                number,
                why=why,
                party=party,
            )
        )
    article = Article("a", "a", text=text, language=language, published=date(2031, 3, 4))
    reading = Reading("a", (Span(0, len(text)),), (), tuple(mentions), ())
    return somebody(article, locals_of(article, reading))


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("The Blue Marlin left the port.", "en", "Blue Marlin"),
        ("A tanker, Blue Marlin, left the port.", "en", "Blue Marlin"),
        ("Customs held Blue Marlin 2 for days.", "en", "Blue Marlin"),
        ("He spoke of a Silver Lever. His silver lever works.", "en", "Silver Lever"),
        ("Oslo hosts the Autumn Games.", "en", "Autumn Games"),
        ("Off Dover sails a Panama City-flagged coaster.", "en", "Panama City-flagged"),
        ("LIVE Jane Doe sings tonight.", "en", "LIVE Jane Doe"),
        ("Elle a cité le Mistral à deux reprises.", "fr", "Mistral"),
    ],
)
def test_things_are_no_people(text, language, name):
    assert not those_in(text, name, language=language)


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Jane Doe left the port.", "en", "Jane Doe"),
        ("Paul Lemistral a parlé au port.", "fr", "Paul Lemistral"),
        ("Jean DELCOURT a signé.", "fr", "Jean DELCOURT"),
    ],
)
def test_people_are_somebody(text, language, name):
    assert those_in(text, name, language=language)


def test_a_day_is_nobody_even_as_a_source():
    assert not those_in("Talks resumed, Saturday said.", "Saturday", kind=ActorKind.GROUP, party="Saturday")


def test_a_bare_possessive_is_its_bearer():
    text = "Jane Doe spoke. Analysts weighed Doe's words."
    one = Mention(Span(0, 8), MentionKind.NAME, ActorKind.PERSON, 0)
    at = text.index("Doe's")
    two = Mention(Span(at, at + 5), MentionKind.ROLE, ActorKind.GROUP, 1, why=("rule:other",), party="Doe's")
    article = Article("a", "a", text=text, language="en")
    found = somebody(article, locals_of(article, Reading("a", (), (), (one, two), ())))
    assert [local.words for local in found] == [("jane", "doe")] * 2


def test_a_word_that_only_opens_a_sentence_is_no_side():
    found = those_in("Retired generals doubt it.", "Retired generals", kind=ActorKind.GROUP, party="Retired")
    assert [local.party for local in found] == [None]


def test_another_name_between_first_and_last_is_another_person():
    assert side_of("Mohammed bin Zayed") == "ARE"
    assert side_of("Mohammed Tarik Zayed") is None


@pytest.mark.parametrize(("language", "name"), [("en", "Switzerland"), ("fr", "Suisse")])
def test_who_is_who_speaks_the_language_of_the_interface(language, name):
    talk = Talk("Berne veut un musée. Berne attend.", language="fr")
    talk.say("CHE", "request", "un musée", cue="veut")
    _, bodies = who_is_who(Lookup(state_of_play(*both(talk)), wording(language)))
    assert [(body.name, body.spellings) for body in bodies] == [(name, ("Berne",))]
