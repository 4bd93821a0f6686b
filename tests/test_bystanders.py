"""Those named in an article who hold no office and speak for no body, whatever country they are of."""

import pytest

from pourparlers.dossier.bystanders import is_bystander
from pourparlers.dossier.page import Page
from pourparlers.model import (
    ActorKind,
    Article,
    Attribution,
    AttributionType,
    Mention,
    MentionKind,
    Reading,
    Span,
)


def speaks_for_nobody(text, name, language, side="NOR"):
    at = text.index(name)
    article = Article(id="a", name="a", text=text, language=language)
    whole = Span(0, len(text))
    said = Attribution("1", AttributionType.INDIRECT, None, None, (whole,))
    mention = Mention(Span(at, at + len(name)), MentionKind.NAME, ActorKind.PERSON, 0)
    reading = Reading(
        article="a",
        sentences=(whole,),
        attributions=(said,),
        mentions=(mention,),
        times=(),
        speakers={"1": (0,)},
    )
    return is_bystander(Page(article, reading, {0: "ek"}, {"ek": side}), said)


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("Nils Ek, un commerçant de Bergen, craint le pire.", "Nils Ek", "fr"),
        ("Nils Ek, professeur à Bergen, craint le pire.", "Nils Ek", "fr"),
        ("The shopkeeper Nils Ek fears the worst.", "Nils Ek", "en"),
        ("Nils Ek, a Norwegian history faculty member in Bergen, fears the worst.", "Nils Ek", "en"),
        ("Nils Ek, ein Rentner aus Bergen, fürchtet das Schlimmste.", "Nils Ek", "de"),
        ("Nils Ek, un comerciante de Bergen, teme lo peor.", "Nils Ek", "es"),
    ],
)
def test_who_is_named_by_a_trade_speaks_for_nobody(text, name, language):
    assert speaks_for_nobody(text, name, language)


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("Nils Ek, ministre des Transports, craint le pire.", "Nils Ek", "fr"),
        ("Nils Ek, professeur de droit et ministre, craint le pire.", "Nils Ek", "fr"),
        ("Devant un commerçant, Nils Ek craint le pire.", "Nils Ek", "fr"),
        ("Nils Ek, the envoy to the talks, met a shopkeeper.", "Nils Ek", "en"),
        ("Nils Ek fears the worst.", "Nils Ek", "en"),
    ],
)
def test_who_holds_an_office_or_is_only_named_does_not(text, name, language):
    assert not speaks_for_nobody(text, name, language)


def test_experts_whose_words_count_for_no_side_are_left_as_they_are():
    text = "Nils Ek, professeur à Bergen, craint le pire."
    assert not speaks_for_nobody(text, "Nils Ek", "fr", side="EXPERT")


def test_who_is_named_by_a_trade_may_speak_for_an_association():
    text = "Nils Ek, professeur à Bergen, craint le pire."
    assert speaks_for_nobody(text, "Nils Ek", "fr", "SWE")
    assert not speaks_for_nobody(text, "Nils Ek", "fr", "HRW")
