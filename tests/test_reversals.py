"""Words round a thing said that turn it: negations, refused requests, blame back and forth, estimates, texts opposed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.memory import Memory
from talks import Talk


def said(text, code, act, content, language="fr", **how):
    talk = Talk(text, language=language)
    talk.say(code, act, content, **how)
    article, reading = talk.done()
    state = state_of_play([article], [reading], memory=Memory())
    return [(one.act.value, article.text[one.quote.start : one.quote.end]) for one in state.positions], state


def test_words_behind_their_negation_with_their_cue_after_them_are_no_stand():
    text = "La Norvège ne retire plus ses troupes du détroit comme promis en mars."
    held, _ = said(text, "NOR", "commit", "retire plus ses troupes du détroit", cue="promis")
    assert held == []


@pytest.mark.parametrize(
    ("language", "text", "content", "cue", "whole"),
    [
        (
            "fr",
            "La Norvège a promis de ne pas déployer de missiles dans le détroit.",
            "pas déployer de missiles dans le détroit",
            "promis",
            "ne pas déployer de missiles dans le détroit",
        ),
        (
            "en",
            "Norway promised not to deploy missiles in the strait.",
            "to deploy missiles in the strait",
            "promised",
            "not to deploy missiles in the strait",
        ),
    ],
)
def test_words_take_their_negation_in(language, text, content, cue, whole):
    assert said(text, "NOR", "commit", content, language, cue=cue)[0] == [("commit", whole)]


@pytest.mark.parametrize(
    ("language", "text", "source", "cue", "content", "whole"),
    [
        (
            "fr",
            "Les Norvégiens, ayant repoussé plusieurs demandes de Stockholm de lever les sanctions, sont partis.",
            "Les Norvégiens",
            "demandes",
            "de lever les sanctions",
            "plusieurs demandes de Stockholm de lever les sanctions",
        ),
        (
            "en",
            "Norway rejected repeated calls from Sweden to lift the sanctions.",
            "Norway",
            "calls",
            "to lift the sanctions",
            "repeated calls from Sweden to lift the sanctions",
        ),
    ],
)
def test_what_a_side_refuses_to_be_asked_is_no_demand_of_its_own(language, text, source, cue, content, whole):
    held, _ = said(text, "NOR", "request", content, language, cue=cue, source=source)
    assert held == [("reject", whole)]


@pytest.mark.parametrize(
    "text",
    [
        "Norway never rejected calls to lift the sanctions.",
        "Norway rejected the plan, and calls to lift the sanctions.",
        "Norway rejected the plan and calls to lift the sanctions.",
    ],
)
def test_a_demand_beside_a_refusal_stays_one(text):
    held, _ = said(text, "NOR", "request", "to lift the sanctions", "en", cue="calls", source="Norway")
    assert [act for act, _ in held] == ["request"]


@pytest.mark.parametrize(
    ("language", "text", "act", "content", "cue"),
    [
        (
            "fr",
            "La Norvège et la Suède se rejettent la responsabilité de l'invasion.",
            "reject",
            "la responsabilité de l'invasion",
            "rejettent",
        ),
        (
            "en",
            "Norway and Sweden traded blame for the invasion of the islands.",
            "reject",
            "the invasion of the islands",
            "blame",
        ),
    ],
)
def test_those_who_blame_each_other_are_on_no_line(language, text, act, content, cue):
    held, state = said(text, "NOR+SWE", act, content, language, cue=cue)
    assert {act for act, _ in held} == {"accuse"}
    assert state.convergences == ()


def test_an_estimate_is_no_warning():
    text = "La Norvège estime à 4.000 le nombre de soldats suédois déployés."
    held, state = said(text, "NOR", "warn", "4.000 le nombre de soldats suédois déployés", cue="estime")
    assert [one.act.value for one in state.statements] == ["state"]
    assert all(whole.startswith("estime à 4.000") for _, whole in held)


def test_what_is_put_off_is_not_refused():
    text = "La Norvège a repoussé sine die la levée des sanctions."
    assert said(text, "NOR", "reject", "la levée des sanctions", cue="repoussé")[0] == []
    text = "La Norvège a repoussé la levée des sanctions."
    assert [act for act, _ in said(text, "NOR", "reject", "la levée des sanctions", cue="repoussé")[0]] == [
        "reject"
    ]


@pytest.mark.parametrize(
    ("language", "text", "content", "cue", "unsaid"),
    [
        (
            "fr",
            "La Norvège n'a pas confirmé l'envoi de missiles en Suède.",
            "envoi de missiles",
            "confirmé",
            True,
        ),
        ("fr", "La Norvège a refusé de dire que les missiles partent.", "missiles partent", "dire", True),
        ("fr", "La Norvège n'a cessé de dire que les missiles partent.", "missiles partent", "dire", False),
        ("fr", "La Norvège a confirmé l'envoi de missiles en Suède.", "envoi de missiles", "confirmé", False),
        ("en", "Norway did not confirm that missiles were sent.", "missiles were sent", "confirm", True),
        ("en", "Norway confirmed that missiles were not sent.", "missiles were not sent", "confirmed", False),
    ],
)
def test_what_somebody_does_not_say_is_no_line_of_his(language, text, content, cue, unsaid):
    _, state = said(text, "NOR", "state", content, language, cue=cue)
    assert [one.unsaid for one in state.statements] == ["rule:left-unsaid" if unsaid else None]


def test_what_a_text_provides_for_is_not_said_by_those_against_it():
    text = "La Norvège se bat contre le projet, lequel prévoit de nouvelles sanctions."
    held, _ = said(text, "NOR", "announce", "nouvelles sanctions", cue="prévoit", source="le projet")
    assert held == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ne'’ ,.«a5", min_size=1, max_size=40), st.data())
def test_any_text_gives_whole_offsets(text, data):
    text = "La Norvège " + text + " refuse les sanctions."
    start = data.draw(st.integers(0, len(text) - 4))
    content = text[start : start + 4]
    article_text = text
    held, state = said(article_text, "NOR", "request", content, cue="refuse")
    for one in state.positions:
        assert 0 <= one.quote.start < one.quote.end <= len(article_text)
    assert said(article_text, "NOR", "request", content, cue="refuse")[0] == held


def own_view(outer):
    text = "« Oslo a ses propres raisons pour cela et nous sommes convaincus que Berne doit retirer ses missiles. »"
    talk = Talk(text, language="fr")
    talk.say("NOR", outer, text[2:-2], quoted=True)
    content = "Berne doit retirer ses missiles"
    talk.say("NOR", "request", content, cue="convaincus", source="nous", nested_in="1", quoted=True)
    article, reading = talk.done()
    state = state_of_play([article], [reading], memory=Memory())
    (inner,) = (one for one in state.statements if one.act.value == "request")
    return inner.unsaid, text[inner.shown.start : inner.shown.end]


def test_a_view_of_ones_own_inside_a_stand_of_one_sentence_is_no_second_line():
    assert own_view("support")[0] == "rule:within-own-words"
    assert own_view("state")[0] is None


def test_a_view_of_ones_own_is_shown_from_its_own_clause_on():
    assert own_view("state")[1] == "nous sommes convaincus que Berne doit retirer ses missiles"
