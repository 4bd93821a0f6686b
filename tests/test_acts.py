"""What a speaker does with the words."""

import numpy as np
import pytest

from pourparlers.knowledge.lexicon import LANGUAGES, lexicon
from pourparlers.model import Act, Article, Attribution, AttributionType, Span
from pourparlers.reading import acts


class Undecided:
    """An encoder whose act heads say nothing."""

    acts_cue = np.zeros((1, len(Act)), np.float32)
    acts_content = np.zeros((1, len(Act)), np.float32)

    def pieces(self, span):
        return slice(0, 1)


def act(text, cue, content, language="fr"):
    def span(words):
        start = text.index(words)
        return Span(start, start + len(words))

    article = Article(id="a", name="a", text=text, language=language)
    one = Attribution("1", AttributionType.INDIRECT, None, span(cue), (span(content),))
    return acts.judge(article, Undecided(), [one])[0].act


@pytest.mark.parametrize(
    ("text", "cue", "content", "expected"),
    [
        ("La Norvège exige un retrait.", "exige", "un retrait", Act.REQUEST),
        ("La Norvège n'acceptera pas un retrait.", "acceptera", "un retrait", Act.REJECT),
        (
            "La Norvège a dit n'avoir aucune intention de partir.",
            "dit",
            "aucune intention de partir",
            Act.DENY,
        ),
        (
            "Elle voit peu de raisons : aucune raison d'être optimiste.",
            "voit",
            "aucune raison d'être optimiste",
            Act.ASSESS_NEGATIVE,
        ),
        ("Il a dit qu'il est trop tôt pour juger.", "dit", "il est trop tôt pour juger", Act.ASSESS_MIXED),
        ("Oslo a promis de payer.", "promis", "payer", Act.COMMIT),
        (
            "On ne peut pas dire que nos craintes aient été entendues, regrette Oslo.",
            "regrette",
            "On ne peut pas dire que nos craintes aient été entendues",
            Act.ASSESS_NEGATIVE,
        ),
        ("Oslo a promis des représailles.", "promis", "des représailles", Act.THREATEN),
        ("Il a dit que le train part à midi.", "dit", "le train part à midi", Act.STATE),
    ],
)
def test_cue_and_content_tell_the_act_where_the_model_is_undecided(text, cue, content, expected):
    assert act(text, cue, content) is expected


def test_the_probabilities_of_all_acts_sum_to_one():
    article = Article(id="a", name="a", text="Oslo exige tout.", language="fr")
    one = Attribution("1", AttributionType.INDIRECT, None, Span(5, 10), (Span(11, 15),))
    (judged,) = acts.judge(article, Undecided(), [one])
    assert sum(judged.act_scores) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_known_acts_only(language):
    table = lexicon(language, "cues")["acts"]
    assert {"weight", "opinions", "cues", "contents", "signs"} <= set(table)
    for name in ("cues", "contents", "signs"):
        assert {Act(act) for act in table[name]}


@pytest.mark.parametrize(
    ("text", "cue", "content", "language"),
    [
        ("Oslo espère une trêve.", "espère", "une trêve", "fr"),
        ("Oslo hopes for a truce.", "hopes", "a truce", "en"),
        ("Oslo hofft auf eine Waffenruhe.", "hofft", "eine Waffenruhe", "de"),
    ],
)
def test_hoping_asks_for_something_and_praises_nothing(text, cue, content, language):
    assert act(text, cue, content, language) is Act.REQUEST
