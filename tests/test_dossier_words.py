import pytest

from pourparlers.dossier.themes import generic_labels, themes
from pourparlers.knowledge.lexicon import LANGUAGES, lexicon
from pourparlers.knowledge.phrases import Phrases
from pourparlers.knowledge.words import words_of


@pytest.mark.parametrize("topic", ["issues", "positions"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language, topic):
    assert lexicon(language, topic).keys() == lexicon("en", topic).keys()


def test_every_matter_has_a_label_in_both_interface_languages():
    assert all({"fr", "en"} <= labels.keys() for labels in generic_labels().values())


@pytest.mark.parametrize(
    ("language", "text", "matter"),
    [
        ("fr", "la levée des sanctions", "economy.sanctions"),
        ("en", "lifting the sanctions", "economy.sanctions"),
        ("de", "die Aufhebung der Sanktionen", "economy.sanctions"),
        ("es", "un alto el fuego inmediato", "military.ceasefire"),
        ("it", "il cessate il fuoco", "military.ceasefire"),
        ("pt", "um cessar-fogo", "military.ceasefire"),
        ("pl", "zawieszenie broni", "military.ceasefire"),
        ("ru", "прекращение огня", "military.ceasefire"),
        ("uk", "припинення вогню", "military.ceasefire"),
        ("tr", "kalıcı bir ateşkes", "military.ceasefire"),
        ("ar", "وقف إطلاق النار", "military.ceasefire"),
    ],
)
def test_a_matter_is_found_in_every_language(language, text, matter):
    assert themes(language).find(words_of(text))[0].id == matter


def test_a_phrase_bridges_one_word_and_no_more():
    phrases = Phrases([("arms embargo*", 1)], "en")
    assert phrases.any(words_of("an arms trade embargo"))
    assert not phrases.any(words_of("arms and trade and aid embargo"))


def test_the_longer_phrase_wins():
    found = themes("en").find(words_of("security guarantees"))
    assert [one.id for one in found] == ["security.guarantees"]


@pytest.mark.parametrize(
    ("language", "text", "matter"),
    [
        ("en", "a peaceful resolution of the quarrel", "diplomacy.un_resolution"),
        ("fr", "un climat de tension entre voisins", "climate.emissions"),
        ("de", "eine friedliche Resolution", "diplomacy.un_resolution"),
        ("fr", "une résolution pacifique", "diplomacy.un_resolution"),
        ("en", "the ministry put out a press release", "people.prisoners"),
    ],
)
def test_what_a_word_means_elsewhere_counts_for_nothing(language, text, matter):
    assert matter not in {one.id for one in themes(language).find(words_of(text))}
