import re
from dataclasses import replace

import numpy as np
import pytest

from pourparlers.model import Act, Article, Attribution, AttributionType, Span
from pourparlers.reading import acts, circumstances
from pourparlers.reading.encoder import Encoded


def silent():
    """An encoder's answer that says nothing, so that the words alone decide."""
    empty = {"tags": 7, "cues": 3, "acts_cue": 16, "acts_content": 16, "entities": 11, "conditions": 3}
    return Encoded(
        offsets=np.zeros((0, 2), np.int32),
        hidden=np.zeros((0, 384), np.float16),
        states=np.zeros((0, 384), np.float16),
        read=np.zeros(0, np.int32),
        links=(),
        distances=np.zeros((32, 3), np.float32),
        **{name: np.zeros((0, width), np.float32) for name, width in empty.items()},
    )


def said(text, *, cue=None, source=None, content, language="fr"):
    def span(words):
        start = text.index(words)
        return Span(start, start + len(words))

    one = Attribution(
        "1",
        AttributionType.INDIRECT,
        span(source) if source else None,
        span(cue) if cue else None,
        tuple(span(words) for words in content),
    )
    return Article("id", "name", text, language), one


def test_an_opening_word_that_the_encoder_is_sure_of_brings_its_clause():
    article, one = said(
        "Oslo would leave if talks end badly.", content=["would leave if talks end badly"], language="en"
    )
    starts = [0, 5, 11, 17, 20, 26, 30]
    offsets = np.array(
        [(a, b) for a, b in zip(starts, [*(s - 1 for s in starts[1:]), 35], strict=True)], np.int32
    )
    tags = np.tile(np.array([1.0, 0, 0], np.float32), (7, 1))
    tags[3] = (0, 1, 0)
    heard = replace(
        silent(),
        offsets=offsets,
        conditions=tags,
        **{
            name: np.zeros((7, width), np.float32)
            for name, width in (
                ("tags", 7),
                ("cues", 3),
                ("acts_cue", 16),
                ("acts_content", 16),
                ("entities", 11),
            )
        },
    )
    (found,) = circumstances.find(article, heard, None, [one])
    assert article.text[found.condition.start : found.condition.end] == "if talks end badly"


def circumstance(name, *args, **kwargs):
    article, one = said(*args, **kwargs)
    (found,) = circumstances.find(article, silent(), None, [one])
    value = getattr(found, name)
    return value and article.text[value.start : value.end]


@pytest.mark.parametrize(
    ("text", "content", "condition"),
    [
        ("Oslo a dit qu'il signerait si Rome signait.", "il signerait si Rome signait", "si Rome signait"),
        ("Oslo a dit que, si Rome signait, il suivrait.", "si Rome signait, il suivrait", "si Rome signait"),
        (
            "Oslo a dit refuser tant que les tirs continuent.",
            "refuser tant que les tirs continuent",
            "tant que les tirs continuent",
        ),
        ("Oslo a dit riposter en cas d'attaque.", "riposter en cas d'attaque", "en cas d'attaque"),
        ("Oslo a dit qu'une attaque entraînerait un gel.", "une attaque entraînerait un gel", "une attaque"),
        (
            "Oslo a dit que toute avancée des troupes vers la ville de Bergen pourrait provoquer un gel.",
            "toute avancée des troupes vers la ville de Bergen pourrait provoquer un gel",
            "toute avancée des troupes vers la ville de Bergen",
        ),
        (
            "Oslo a dit qu'en cas de vote négatif nous partirions.",
            "en cas de vote négatif nous partirions",
            "en cas de vote négatif",
        ),
        ("Oslo a dit qu'une frappe aurait des suites.", "une frappe aurait des suites", "une frappe"),
        ("Oslo a dit qu'un effort aurait été utile.", "un effort aurait été utile", None),
        ("Oslo a dit agir même si Rome refuse.", "agir même si Rome refuse", None),
        ("Oslo a dit que le texte était si important.", "le texte était si important", None),
        ("Oslo a demandé si Rome signerait.", "si Rome signerait", None),
        ("Oslo a dit agir en tant que pays voisin.", "agir en tant que pays voisin", None),
        (
            "Oslo a dit que si la route rouvrait, le port n'en resterait pas moins fermé.",
            "si la route rouvrait, le port n'en resterait pas moins fermé",
            None,
        ),
        (
            "Oslo a dit qu'il signerait même en cas de départ de Rome.",
            "signerait même en cas de départ de Rome",
            None,
        ),
        (
            "Oslo a dit qu'il ramènerait ses troupes à moins de 3.000 si les armes se taisaient.",
            "ramènerait ses troupes à moins de 3.000 si les armes se taisaient",
            "si les armes se taisaient",
        ),
        (
            "Oslo a dit que les tirs cesseraient lorsque le pont aura été rouvert.",
            "les tirs cesseraient lorsque le pont aura été rouvert",
            "lorsque le pont aura été rouvert",
        ),
        (
            "Oslo a dit que la visite dépendra de ce que donneront les entretiens.",
            "la visite dépendra de ce que donneront les entretiens",
            "dépendra de ce que donneront les entretiens",
        ),
        (
            "Oslo a dit douter, et si Rome signait, ne rien payer.",
            "douter, et si Rome signait, ne rien payer",
            "si Rome signait",
        ),
        (
            'Oslo a dit attendre si Rome ne retire pas "dans la semaine" ses troupes.',
            'attendre si Rome ne retire pas "dans la semaine" ses troupes',
            'si Rome ne retire pas "dans la semaine" ses troupes',
        ),
        (
            "Oslo a dit que en cas d'essai nucléaire M. Berg riposterait.",
            "en cas d'essai nucléaire M. Berg riposterait",
            "en cas d'essai nucléaire",
        ),
        ("Oslo a dit que si la réunion a eu lieu, Rome ment.", "si la réunion a eu lieu, Rome ment", None),
        ("Oslo a dit que si l'on veut la paix, il faut agir.", "si l'on veut la paix, il faut agir", None),
        (
            "Oslo a dit être prêt à aider, si nécessaire, ses voisins.",
            "prêt à aider, si nécessaire, ses voisins",
            None,
        ),
        (
            "Oslo a dit avoir reçu du blé en échange de ses armes.",
            "avoir reçu du blé en échange de ses armes",
            None,
        ),
    ],
)
def test_conditions_in_french(text, content, condition):
    cue = "demandé" if "demandé" in text else "dit"
    assert circumstance("condition", text, cue=cue, source="Oslo", content=[content]) == condition


@pytest.mark.parametrize("act", [Act.OFFER, Act.REQUEST])
def test_what_is_offered_or_asked_in_exchange_is_bound_by_it(act):
    article, one = said(
        "Oslo said it would free 20 men in exchange for 300 prisoners.",
        cue="said",
        source="Oslo",
        content=["it would free 20 men in exchange for 300 prisoners"],
        language="en",
    )
    (found,) = circumstances.find(article, silent(), None, [replace(one, act=act)])
    assert article.text[slice(*found.condition)] == "in exchange for 300 prisoners"


def test_what_is_conceded_before_the_source_binds_nothing():
    article, one = said(
        "S'ils gardent la ville, les rebelles disent ne pas avoir rompu la trêve.",
        cue="disent",
        source="les rebelles",
        content=["S'ils gardent la ville", "ne pas avoir rompu la trêve"],
    )
    (found,) = circumstances.find(article, silent(), None, [one])
    assert found.condition is None


@pytest.mark.parametrize(
    ("text", "content", "condition"),
    [
        ("Oslo said it would sign unless Rome left.", "it would sign unless Rome left", "unless Rome left"),
        (
            "Oslo said it would sign if the guns fell silent.",
            "it would sign if the guns fell silent",
            "if the guns fell silent",
        ),
        ("Oslo said an attack would trigger a freeze.", "an attack would trigger a freeze", "an attack"),
        (
            "Oslo said any attack on the northern fishing fleet could lead to a freeze.",
            "any attack on the northern fishing fleet could lead to a freeze",
            "any attack on the northern fishing fleet",
        ),
        ("Oslo said it would sign even if Rome left.", "it would sign even if Rome left", None),
        ("Oslo said the port had been shut until now.", "the port had been shut until now", None),
        (
            "Oslo said no talks would open until the end of May.",
            "no talks would open until the end of May",
            None,
        ),
        (
            "Oslo said no talks would open until the guns fell silent.",
            "no talks would open until the guns fell silent",
            "until the guns fell silent",
        ),
        (
            "Oslo said it wouldn't surprise anyone if they left.",
            "it wouldn't surprise anyone if they left",
            None,
        ),
        ("Oslo said: if not, what do they want?", "if not, what do they want", None),
        ("Oslo said what would it do if the port shut?", "what would it do if the port shut", None),
    ],
)
def test_conditions_in_english(text, content, condition):
    found = circumstance("condition", text, cue="said", source="Oslo", content=[content], language="en")
    assert found == condition


def heard(text, spans):
    """An encoder's answer that is sure of some stretches as conditions, a word at a time."""
    pieces = [match.span() for match in re.finditer(r"\w+", text)]
    tags = np.tile(np.array([1.0, 0, 0], np.float32), (len(pieces), 1))
    for words in spans:
        start = text.index(words)
        for n, (low, high) in enumerate(pieces):
            if start <= low and high <= start + len(words):
                tags[n] = (0, 1, 0) if low == start else (0, 0, 1)
    widths = {"tags": 7, "cues": 3, "acts_cue": 16, "acts_content": 16, "entities": 11}
    empty = {name: np.zeros((len(pieces), width), np.float32) for name, width in widths.items()}
    return replace(silent(), offsets=np.array(pieces, np.int32), conditions=tags, **empty)


@pytest.mark.parametrize(
    ("said_words", "tagged", "condition"),
    [
        ("si la ville ouvre le port, Oslo signera", "si la", "si la ville ouvre le port"),
        ("Oslo se tient prête en cas de nouveaux tirs", "cas de nouveaux tirs", "en cas de nouveaux tirs"),
        ("quand le port a fermé, Oslo a protesté", "quand le port a fermé", None),
        ("agir en tant que pays voisin", "tant que pays voisin", None),
    ],
)
def test_what_the_encoder_takes_for_a_condition_is_made_whole_or_dropped(said_words, tagged, condition):
    text = f"La ministre a dit : {said_words}."
    article, one = said(text, cue="dit", source="La ministre", content=[said_words])
    (found,) = circumstances.find(article, heard(text, [tagged]), None, [one])
    have = found.condition
    assert (have and text[have.start : have.end]) == condition


@pytest.mark.parametrize(
    ("text", "cue", "source", "addressee"),
    [
        ("« Oui », a déclaré la ministre aux journalistes.", "déclaré", "la ministre", "journalistes"),
        (
            "« Oui », a-t-il dit à l'agence de presse TT Nyhetsbyrån.",
            "dit",
            "il",
            "l'agence de presse TT Nyhetsbyrån",
        ),
        ("« Oui », a-t-il dit à Genève.", "dit", "il", None),
    ],
)
def test_whom_it_is_said_to(text, cue, source, addressee):
    assert circumstance("addressee", text, cue=cue, source=source, content=["Oui"]) == addressee


def test_told_somebody():
    text = "The minister told Swedish reporters that it was over."
    found = circumstance(
        "addressee", text, cue="told", source="The minister", content=["it was over"], language="en"
    )
    assert found == "Swedish reporters"


def test_an_addressee_is_no_part_of_the_source():
    text = "« Oui », a indiqué Eva Berg, cheffe de la mission, à l'agence de presse TT."
    source = "Eva Berg, cheffe de la mission, à l'agence de presse TT"
    assert circumstance("source", text, cue="indiqué", source=source, content=["Oui"]) == (
        "Eva Berg, cheffe de la mission"
    )


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("« Oui », a dit Eva Berg lors d'un point de presse à Oslo.", "lors d'un point de presse à Oslo"),
        (
            "Dans un entretien au quotidien local, Eva Berg a dit « Oui ».",
            "Dans un entretien au quotidien local",
        ),
        ("« Oui », a dit Eva Berg dans la cour du palais.", None),
    ],
)
def test_on_what_occasion_it_is_said(text, channel):
    assert circumstance("channel", text, cue="dit", source="Eva Berg", content=["Oui"]) == channel


@pytest.mark.parametrize(
    ("text", "cue", "content", "language", "act"),
    [
        ("Oslo exige un retrait.", "exige", "un retrait", "fr", Act.REQUEST),
        ("Oslo a refusé un retrait.", "refusé", "un retrait", "fr", Act.REJECT),
        ("Oslo n'a pas accepté un retrait.", "accepté", "un retrait", "fr", Act.REJECT),
        ("Oslo a démenti tout retrait.", "démenti", "tout retrait", "fr", Act.DENY),
        ("Oslo a promis un retrait.", "promis", "un retrait", "fr", Act.COMMIT),
        ("Oslo accused Rome of a breach.", "accused", "a breach", "en", Act.ACCUSE),
        ("Oslo did not agree to a truce.", "agree", "a truce", "en", Act.REJECT),
        ("Oslo warned of a storm.", "warned", "a storm", "en", Act.WARN),
        ("Oslo fordert einen Rückzug.", "fordert", "einen Rückzug", "de", Act.REQUEST),
        ("Осло отвергло предложение.", "отвергло", "предложение", "ru", Act.REJECT),
    ],
)
def test_a_cue_tells_the_act(text, cue, content, language, act):
    article, one = said(text, cue=cue, content=[content], language=language)
    (judged,) = acts.judge(article, silent(), [one])
    assert judged.act is act
    assert len(judged.act_scores) == len(Act)
    assert sum(judged.act_scores) == pytest.approx(1, abs=0.01)


def test_without_any_sign_it_is_a_statement():
    article, one = said(
        "La séance s'est tenue lundi, dit-il.", cue="dit", content=["La séance s'est tenue lundi"]
    )
    (judged,) = acts.judge(article, silent(), [one])
    assert judged.act is Act.STATE
