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


def test_the_parts_of_a_content_that_nothing_keeps_apart_are_one_and_end_in_a_full_word():
    sentence = Sentence("Elle exhorte le Nord à reprendre les pourparlers avec les autres.")
    (draft,) = sentence.apply(
        sentence.draft(cue="exhorte", source="Elle", contents=["le Nord à", "reprendre les pourparlers avec"])
    )
    assert [sentence.text(part) for part in draft.contents] == ["le Nord à reprendre les pourparlers"]
