import pytest

from test_attributions import Sentence


def source_of(text, language, cue, source, content):
    sentence = Sentence(text, language)
    (draft,) = sentence.apply(sentence.draft(cue=cue, source=source, contents=[content]))
    return draft.source and sentence.text(draft.source)


@pytest.mark.parametrize(
    ("text", "language", "cue", "source", "content", "subject"),
    [
        (
            "Le but est de montrer ce qu'ils dénoncent comme une farce.",
            "fr",
            "dénoncent",
            "Le but",
            "une farce",
            "ils",
        ),
        ("The envoy left as they had asked for a pause.", "en", "asked for", "The envoy", "a pause", "they"),
        (
            "La maire a, quant à elle, accusé la région de mentir.",
            "fr",
            "accusé",
            "La maire",
            "mentir",
            "La maire",
        ),
    ],
)
def test_a_pronoun_right_before_a_verb_is_its_subject(text, language, cue, source, content, subject):
    assert source_of(text, language, cue, source, content) == subject


def test_the_article_of_a_noun_says_nothing():
    text = "Pourtant, le désir des pêcheurs de signer reste vif."
    assert source_of(text, "fr", "désir", "le", "signer") == "pêcheurs"


@pytest.mark.parametrize(
    ("text", "language", "cue", "source", "content", "agent"),
    [
        (
            "Une trêve qui a été vivement condamnée par Oslo.",
            "fr",
            "condamnée",
            "Une trêve",
            "Une trêve",
            "Oslo",
        ),
        (
            "A banker who stands accused of fraud by more than 40 clients.",
            "en",
            "accused",
            "A banker",
            "fraud",
            "more than 40 clients",
        ),
        ("They described the talks by the lake.", "en", "described", "They", "the talks", "They"),
    ],
)
def test_the_agent_of_a_passive_is_who_says_it(text, language, cue, source, content, agent):
    assert source_of(text, language, cue, source, content) == agent


@pytest.mark.parametrize(
    ("text", "cue", "source", "whole"),
    [
        ("Jean-Luc Ek a précisé que la trêve tient.", "précisé", "Luc Ek", "Jean-Luc Ek"),
        ("Les Pays-Bas ont précisé que la trêve tient.", "précisé", "Les Pays", "Les Pays-Bas"),
        ("A-t-il précisé que la trêve tient ?", "précisé", "il", "il"),
    ],
)
def test_a_source_has_the_whole_of_a_name_with_hyphens(text, cue, source, whole):
    assert source_of(text, "fr", cue, source, "la trêve tient") == whole


def test_the_parts_of_a_content_that_nothing_keeps_apart_are_one():
    sentence = Sentence("Elle exhorte le Nord à reprendre les pourparlers.")
    (draft,) = sentence.apply(
        sentence.draft(cue="exhorte", source="Elle", contents=["le Nord à", "reprendre les pourparlers"])
    )
    assert [sentence.text(part) for part in draft.contents] == ["le Nord à reprendre les pourparlers"]


def test_the_words_of_another_are_a_clause_of_who_tells_them():
    sentence = Sentence("Oslo veut, selon le ministre danois, que la pêche reprenne.")
    wants, tells = sentence.apply(
        sentence.draft(cue="veut", source="Oslo"),
        sentence.draft(cue="selon", source="le ministre danois", contents=["que la pêche reprenne"]),
    )
    assert [sentence.text(part) for part in wants.contents] == ["que la pêche reprenne"]
    assert [sentence.text(part) for part in tells.contents] == ["Oslo veut", "que la pêche reprenne"]


def test_what_is_taken_up_again_is_what_was_told_right_before():
    sentence = Sentence("Oslo accuse Riga de tricher, ce que la Lettonie dément.")
    _, denies = sentence.apply(
        sentence.draft(cue="accuse", source="Oslo", contents=["tricher"]),
        sentence.draft(cue="dément", source="la Lettonie"),
    )
    assert [sentence.text(part) for part in denies.contents] == ["tricher"]


def test_who_is_cited_says_it_too():
    sentence = Sentence("The port is closed, a daily reported, citing harbour officials.", "en")
    _, cited = sentence.apply(
        sentence.draft(cue="reported", source="a daily", contents=["The port is closed"]),
        sentence.draft(cue="citing", source="a daily"),
    )
    assert sentence.text(cited.source) == "harbour officials"
    assert [sentence.text(part) for part in cited.contents] == ["The port is closed"]


def test_a_text_that_is_cited_says_nothing_more():
    sentence = Sentence("The port is closed, a daily reported, citing harbour documents.", "en")
    drafts = sentence.apply(
        sentence.draft(cue="reported", source="a daily", contents=["The port is closed"]),
        sentence.draft(cue="citing", source="a daily"),
    )
    assert len(drafts) == 1


def test_a_quotation_is_not_told_a_second_time_by_nobody():
    sentence = Sentence("« La pêche reprend demain », a ajouté la ministre.")
    (draft,) = sentence.apply(
        sentence.draft(cue="ajouté", source="la ministre", contents=["La pêche reprend demain"]),
        sentence.draft(contents=["La pêche reprend demain"]),
    )
    assert draft.cue is not None


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("She hoped for rain and said that the two ministers had agreed to fish.", "the two ministers"),
        ("She said the captain hoped for rain and agreed to fish.", "She"),
    ],
)
def test_the_phrase_between_that_and_a_verb_is_its_subject(text, subject):
    sentence = Sentence(text, "en")
    drafts = sentence.apply(
        sentence.draft(cue="said", source="She", contents=["rain"]),
        sentence.draft(cue="agreed", source="She", contents=["fish"]),
    )
    assert sentence.text(drafts[-1].source) == subject


def test_a_verb_that_begins_like_a_noun_of_saying_is_none():
    sentence = Sentence("She wished them luck but added a long word of caution.", "en")
    drafts = sentence.apply(
        sentence.draft(cue="wished", source="She", contents=["luck"]),
        sentence.draft(cue="added", contents=["a long word of caution"]),
    )
    assert sentence.text(drafts[1].source) == "She"


def test_the_agent_of_another_passive_is_not_who_says_it():
    text = "The firm has been accused of fraud and was recently fined by the regulator."
    assert source_of(text, "en", "accused", "the regulator", "fraud") is None


@pytest.mark.parametrize(
    ("text", "language", "cue", "source", "noun"),
    [
        (
            "La trêve de M. Lund, aussitôt rejetée par les pêcheurs, reste lettre morte.",
            "fr",
            "rejetée",
            "les pêcheurs",
            "La trêve de M. Lund",
        ),
        (
            "Rejected outright by the fishermen, the truce is void.",
            "en",
            "Rejected",
            "the fishermen",
            "the truce",
        ),
    ],
)
def test_a_participle_with_its_agent_speaks_of_the_noun_it_goes_with(text, language, cue, source, noun):
    sentence = Sentence(text, language)
    (draft,) = sentence.apply(sentence.draft(cue=cue, source=source, contents=[]))
    assert [sentence.text(part) for part in draft.contents] == [noun]


def test_a_participle_without_a_noun_beside_it_speaks_of_nothing():
    sentence = Sentence("Oslo a tranché, rejoint par les pêcheurs.", "fr")
    assert not sentence.apply(sentence.draft(cue="rejoint", source="les pêcheurs", contents=[]))
