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
        (
            "Il faudrait noter que le train part, dit-il.",
            "dit",
            "Il faudrait noter que le train part",
            Act.STATE,
        ),
        ("Il faudrait retirer le train, dit-il.", "dit", "Il faudrait retirer le train", Act.REQUEST),
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


@pytest.mark.parametrize(
    ("text", "cue", "content", "language", "expected"),
    [
        ("Oslo a demandé combien de ponts restaient.", "demandé", "combien de ponts restaient", "fr", Act.STATE),
        ("Oslo asked whether the bridge stood.", "asked", "whether the bridge stood", "en", Act.STATE),
        ("Oslo asked Bern to leave.", "asked", "Bern to leave", "en", Act.REQUEST),
        ("Oslo a soutenu que le pont tenait.", "soutenu", "le pont tenait", "fr", Act.STATE),
        ("Oslo a soutenu le plan de Berne.", "soutenu", "le plan de Berne", "fr", Act.SUPPORT),
        ("Oslo a ordonné des sanctions contre Berne.", "ordonné", "des sanctions contre Berne", "fr", Act.ANNOUNCE),
        ("Oslo imposed new tariffs on cheese.", "imposed", "new tariffs on cheese", "en", Act.ANNOUNCE),
        ("Oslo denied port access to two ferries.", "denied", "port access to two ferries", "en", Act.REJECT),
        ("Oslo denied any role in the fire.", "denied", "any role in the fire", "en", Act.DENY),
        ("Oslo wished Bern good luck.", "wished", "Bern good luck", "en", Act.STATE),
        ("La réunion, a dit Oslo, devrait durer deux jours.", "dit", "devrait durer deux jours", "fr", Act.STATE),
        ("Oslo a dit : seul le dialogue peut aider.", "dit", "seul le dialogue peut aider", "fr", Act.REQUEST),
        ("Oslo mocked the envoy as 'a parrot'.", "mocked", "the envoy as 'a parrot", "en", Act.ASSESS_NEGATIVE),
        ("Oslo a juré de faire payer très cher Berne.", "juré", "faire payer très cher Berne", "fr", Act.THREATEN),
        ("Your ports, said Oslo, are within range of our guns.", "said", "are within range of our guns", "en", Act.THREATEN),
        ("Oslo said there is a will for peace on both banks.", "said", "there is a will for peace on both banks", "en", Act.ASSESS_POSITIVE),
        ("L'armée a revendiqué la victoire.", "revendiqué", "la victoire", "fr", Act.STATE),
        ("Oslo a dénoncé le traité de pêche.", "dénoncé", "le traité de pêche", "fr", Act.REJECT),
        ("Oslo a engagé des poursuites contre lui.", "engagé", "des poursuites contre lui", "fr", Act.ANNOUNCE),
        ("Oslo said it was willing to deal with Bern.", "said", "it was willing to deal with Bern", "en", Act.OFFER),
        ("Oslo conteste les résultats du vote.", "conteste", "les résultats du vote", "fr", Act.REJECT),
        ("Oslo conteste avoir coulé le bac.", "conteste", "avoir coulé le bac", "fr", Act.DENY),
        ("You have to understand us, said Oslo.", "said", "You have to understand us", "en", Act.STATE),
        ("Le juge a dit : aucune preuve du crime.", "dit", "aucune preuve du crime", "fr", Act.STATE),
        ("Oslo a dit que la lutte contre le terrorisme continue.", "dit", "la lutte contre le terrorisme continue", "fr", Act.STATE),
        ("Oslo a dit que les responsables sont partis.", "dit", "les responsables sont partis", "fr", Act.STATE),
    ],
)  # fmt: skip
def test_how_a_cue_is_built_tells_what_it_does(text, cue, content, language, expected):
    assert act(text, cue, content, language) is expected


def test_a_question_accuses_nobody():
    assert (
        act("Oslo said: Who broke the illegal truce?", "said", "Who broke the illegal truce?", "en")
        is Act.STATE
    )


def test_the_end_of_a_word_cut_off_before_the_cue_is_no_negation():
    text = "Le président de la commission Jean-Claude Dupont a exhorté à la retenue."
    for start in range(0, 24):
        assert act(text[start:], "exhorté", "la retenue") is Act.REQUEST


def test_a_negation_of_the_sentence_before_turns_nothing():
    assert act("Ils ne partent pas. Oslo exige un retrait.", "exige", "un retrait") is Act.REQUEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_lists_of_turns(language):
    assert set(lexicon(language, "acts")) == set(lexicon("en", "acts"))


def test_a_cue_of_support_never_refuses_however_the_model_hears_it():
    class Refusing(Undecided):
        acts_cue = np.array([[5.0 if one is Act.REJECT else 0.0 for one in Act]], np.float32)

    article = Article(id="a", name="a", text="Oslo favours talks with Bern.", language="en")
    one = Attribution("1", AttributionType.INDIRECT, None, Span(5, 12), (Span(13, 28),))
    assert acts.judge(article, Refusing(), [one])[0].act is Act.SUPPORT


@pytest.mark.parametrize(
    ("words", "expected"), [("the talks go on", Act.STATE), ("the talks must go on", Act.REQUEST)]
)
def test_the_model_alone_needs_more_than_a_hint_to_hear_a_demand(words, expected):
    class Hinting(Undecided):
        acts_content = np.array([[0.7 if one is Act.REQUEST else 0.0 for one in Act]], np.float32)

    text = f"Oslo said that {words}."
    article = Article(id="a", name="a", text=text, language="en")
    one = Attribution("1", AttributionType.INDIRECT, None, Span(5, 9), (Span(15, len(text) - 1),))
    assert acts.judge(article, Hinting(), [one])[0].act is expected


@pytest.mark.parametrize(
    ("text", "cue", "content", "expected"),
    [
        ("Oslo est engagée dans des pourparlers.", "engagée", "des pourparlers", Act.STATE),
        ("Oslo est engagée à libérer les otages.", "engagée", "libérer les otages", Act.COMMIT),
        ("Oslo a soutenu que la zone existe.", "soutenu", "la zone existe", Act.STATE),
        ("Oslo dit que personne ne m'a consulté.", "dit", "personne ne m'a consulté", Act.DENY),
        ("Oslo dit que la zone va permettre un engagement.", "dit", "la zone va permettre", Act.STATE),
    ],
)
def test_to_be_busy_with_to_maintain_and_to_foresee_promise_nothing(text, cue, content, expected):
    assert act(text, cue, content) is expected


@pytest.mark.parametrize(
    ("text", "cue", "content", "language", "expected"),
    [
        (
            "Oslo a dit que ce barrage ruinerait la côte.",
            "dit",
            "ce barrage ruinerait la côte",
            "fr",
            Act.WARN,
        ),
        ("Oslo said the dam could ruin the coast.", "said", "the dam could ruin the coast", "en", Act.WARN),
        (
            "Oslo dijo que el muro podría agravar la crisis.",
            "dijo",
            "el muro podría agravar la crisis",
            "es",
            Act.WARN,
        ),
        ("Oslo a dit que rien ne ruinera la côte.", "dit", "rien ne ruinera la côte", "fr", Act.STATE),
        (
            "Oslo said it knew of acts that could ruin it.",
            "said",
            "it knew of acts that could ruin it",
            "en",
            Act.STATE,
        ),
        (
            "Oslo a dit que ce prêt facilitera les travaux.",
            "dit",
            "ce prêt facilitera les travaux",
            "fr",
            Act.ASSESS_POSITIVE,
        ),
    ],
)
def test_harm_that_is_to_come_is_warned_of_and_good_is_praised(text, cue, content, language, expected):
    assert act(text, cue, content, language) is expected


@pytest.mark.parametrize(
    ("text", "cue", "content", "language", "expected"),
    [
        (
            "Il ne considère pas le projet comme désespéré, dit-il.",
            "dit",
            "Il ne considère pas le projet comme désespéré",
            "fr",
            Act.ASSESS_MIXED,
        ),
        (
            "They do not consider the offer good, she said.",
            "said",
            "They do not consider the offer good",
            "en",
            Act.ASSESS_NEGATIVE,
        ),
        ("Il ne considère pas la forêt, dit-il.", "dit", "Il ne considère pas la forêt", "fr", Act.STATE),
    ],
)
def test_what_is_not_held_for_hopeless_or_good_is_judged_and_not_refused(
    text, cue, content, language, expected
):
    assert act(text, cue, content, language) is expected


@pytest.mark.parametrize(
    ("text", "content", "language"),
    [
        (
            "Il a dit qu'il était maintenant crucial que le port rouvre.",
            "il était maintenant crucial que le port rouvre",
            "fr",
        ),
        ("She said it is vital to open the port.", "it is vital to open the port", "en"),
        (
            "Er sagte, es sei dringend nötig, dass der Hafen öffnet.",
            "es sei dringend nötig, dass der Hafen öffnet",
            "de",
        ),
    ],
)
def test_what_is_called_needed_is_asked_for(text, content, language):
    cue = next(one for one in ("dit", "said", "sagte") if one in text)
    assert act(text, cue, content, language) is Act.REQUEST


def test_sanctions_that_are_promised_threaten():
    assert act("Oslo a promis des sanctions.", "promis", "des sanctions") is Act.THREATEN


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        (
            "Il a dit : ce soir, nous irons vers un hiver noir.",
            "ce soir, nous irons vers un hiver noir",
            Act.WARN,
        ),
        ("Il a dit : nous allons détruire ce pont.", "nous allons détruire ce pont", Act.THREATEN),
    ],
)
def test_where_one_is_heading_is_warned_of_and_what_harm_one_does_oneself_threatens(text, content, expected):
    assert act(text, "dit", content) is expected


@pytest.mark.parametrize(
    ("text", "cue", "content", "language", "expected"),
    [
        (
            "La Norvège a exprimé le souhait que le port rouvre.",
            "exprimé",
            "le souhait que le port rouvre",
            "fr",
            Act.REQUEST,
        ),
        (
            "Oslo réaffirme vouloir quitter la pêcherie.",
            "réaffirme",
            "vouloir quitter la pêcherie",
            "fr",
            Act.COMMIT,
        ),
        (
            "Le ministre a assuré ne pas avoir vu ce courrier.",
            "assuré",
            "ne pas avoir vu ce courrier",
            "fr",
            Act.DENY,
        ),
        (
            "Norway expressed its readiness to host the fishermen.",
            "expressed",
            "its readiness to host the fishermen",
            "en",
            Act.OFFER,
        ),
        (
            "Norwegen bekräftigte seine Ablehnung der Quote.",
            "bekräftigte",
            "seine Ablehnung der Quote",
            "de",
            Act.REJECT,
        ),
        ("Oslo a refusé le souhait de Bergen.", "refusé", "le souhait de Bergen", "fr", Act.REJECT),
    ],
)
def test_a_content_that_begins_with_an_act_does_it_where_the_cue_does_none(
    text, cue, content, language, expected
):
    assert act(text, cue, content, language) is expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_how_words_begin_that_do_an_act(language):
    found = lexicon(language, "acts")["openings"]
    assert {Act(act) for act in found} >= {Act.REQUEST, Act.COMMIT, Act.REJECT}


@pytest.mark.parametrize(
    ("text", "cue", "content", "language", "expected"),
    [
        ("Oslo a dit que Lima jouait un double jeu.", "dit", "Lima jouait un double jeu", "fr", Act.ACCUSE),
        (
            "The Norwegians broke their word, he said.",
            "said",
            "The Norwegians broke their word",
            "en",
            Act.ACCUSE,
        ),
        (
            "Oslo a dit que Lima ne jouait pas un double jeu.",
            "dit",
            "Lima ne jouait pas un double jeu",
            "fr",
            Act.STATE,
        ),
        (
            "Bergen rappelle son plein soutien au port.",
            "rappelle",
            "son plein soutien au port",
            "fr",
            Act.SUPPORT,
        ),
        ("Es sei eine Lüge, sagte Oslo.", "sagte", "Es sei eine Lüge", "de", Act.ACCUSE),
    ],
)
def test_words_of_wrong_accuse_where_the_cue_does_nothing_and_no_negation_stands_before(
    text, cue, content, language, expected
):
    assert act(text, cue, content, language) is expected


def test_a_quotation_mark_within_the_opening_does_not_hide_it():
    text = "Oslo a affirmé « l'urgence » d'une trêve."
    start, second = text.index("l'urgence"), text.index("d'une")
    spans = (Span(start, start + len("l'urgence")), Span(second, len(text) - 1))
    cue = Span(text.index("affirmé"), text.index("affirmé") + len("affirmé"))
    one = Attribution("1", AttributionType.MIXED, None, cue, spans)
    (judged,) = acts.judge(Article(id="a", name="a", text=text, language="fr"), Undecided(), [one])
    assert judged.act is Act.REQUEST
