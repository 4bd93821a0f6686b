"""A small invented negotiation for the tests of the report: two parties, the press, three languages, traps."""

from __future__ import annotations

from datetime import date

from pourparlers.model import (
    Act,
    Actor,
    ActorKind,
    Article,
    Change,
    Clash,
    Convergence,
    Copy,
    DateSource,
    Deadlock,
    Divergence,
    Evidence,
    Issue,
    Meeting,
    MeetingStatus,
    Party,
    Position,
    Reason,
    Region,
    RegionKind,
    Span,
    Statement,
    StateOfPlay,
)

FRENCH = """Pêche : le Valdor campe sur ses quotas

Photo d'archives (Agence du Port)

Port-Clair – Le Valdor exige « la moitié des prises » dans la baie, a déclaré lundi Anna Kern.
« Nous fermerons nos ports si l'Estorie maintient ses chalutiers », a prévenu la ministre.
Mme Kern a dit que l'Estorie jugeait les discussions « utiles ».
Selon la Gazette, les pourparlers piétinent. Les deux délégations se retrouvent jeudi à Port-Clair.
"""
ENGLISH = """Estoria turns down half of the catch

Estoria will not give up half of the catch, said its envoy, Paul Ostrand.
"We will keep our trawlers in the bay," he added.
Both sides met for three hours on Monday in Lund Bay.
"""
HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">\n"
    "</p></details></main><h1>Fake</h1> Anna Kern said \u202ereversed\u202c words {{ 7 * 7 }} [x](javascript:alert(1)) "
    "\x1b[31m*stars* | pipes `ticks` &amp; \u200bzero " + "unbroken" * 60 + "\n"
    "وقالت كيرن إن المحادثات مفيدة.\n"
)


def evidence(article: Article, words: str, nth: int = 0) -> Evidence:
    """Where the words stand in the article for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = article.text.index(words, start + 1)
    return Evidence(article.id, start, start + len(words))


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


fr = Article(
    id="fr1",
    name="port",
    text=FRENCH,
    language="fr",
    title="Pêche : le Valdor campe sur ses quotas",
    title_span=_span(FRENCH, "Pêche : le Valdor campe sur ses quotas"),
    outlet="La Gazette",
    url="https://gazette.example/peche",
    published=date(2023, 3, 1),
    date_source=DateSource.FRONT_MATTER,
    regions=(
        Region(RegionKind.CAPTION, _span(FRENCH, "Photo d'archives")),
        Region(RegionKind.PHOTO_CREDIT, _span(FRENCH, "(Agence du Port)")),
        Region(RegionKind.DATELINE, _span(FRENCH, "Port-Clair –")),
    ),
    copies=(Copy("port-2", "Le Phare"),),
)
en = Article(
    id="en1", name="bay", text=ENGLISH, language="en", outlet="Bay Herald", published=date(2023, 3, 2)
)
bad = Article(
    id="x/1 &", name="<b>bad</b>", text=HOSTILE, language="ar", url="javascript:document.title='owned'"
)


def _statement(
    identity: str, article: Article, party: str, act: Act, issue: str, *content: str, **more: object
) -> Statement:
    evidences = tuple(evidence(article, words) for words in content)
    issues = (issue,) if issue else ()
    fields = {"speakers": (), "reason": Reason(0.9, ("encoder:cue", "rule:continues")), **more}
    return Statement(
        identity, article.id, identity, parties=(party,), act=act, issues=issues, content=evidences, **fields
    )  # type: ignore[arg-type]


STATEMENTS = (
    _statement(
        "s1",
        fr,
        "VAL",
        Act.REQUEST,
        "quota",
        "la moitié des prises",
        "dans la baie",
        speakers=("kern",),
        cue=evidence(fr, "exige"),
        source=evidence(fr, "Le Valdor"),
        said_on="2023-02-27",
    ),
    _statement(
        "s2",
        fr,
        "VAL",
        Act.THREATEN,
        "ports",
        "Nous fermerons nos ports si l'Estorie maintient ses chalutiers",
        speakers=("kern",),
        cue=evidence(fr, "prévenu"),
        source=evidence(fr, "la ministre"),
        condition=evidence(fr, "si l'Estorie maintient ses chalutiers"),
    ),
    _statement(
        "s3",
        fr,
        "VAL",
        Act.STATE,
        "",
        "l'Estorie jugeait les discussions « utiles »",
        speakers=("kern",),
        cue=evidence(fr, "dit"),
        source=evidence(fr, "Mme Kern"),
    ),
    _statement(
        "s4",
        fr,
        "EST",
        Act.ASSESS_POSITIVE,
        "talks",
        "les discussions",
        "utiles",
        cue=evidence(fr, "jugeait"),
        source=evidence(fr, "l'Estorie", 1),
        nested=True,
        said_by="kern",
    ),
    _statement(
        "s5",
        fr,
        "PRESS",
        Act.ASSESS_NEGATIVE,
        "talks",
        "les pourparlers piétinent",
        cue=evidence(fr, "Selon"),
        source=evidence(fr, "la Gazette"),
    ),
    _statement(
        "s6",
        en,
        "EST",
        Act.REJECT,
        "quota",
        "Estoria will not give up half of the catch",
        speakers=("ostrand",),
        cue=evidence(en, "said"),
        source=evidence(en, "its envoy, Paul Ostrand"),
    ),
    _statement(
        "s7",
        en,
        "EST",
        Act.REJECT,
        "ports",
        "We will keep our trawlers in the bay",
        speakers=("ostrand",),
        cue=evidence(en, "added"),
        source=evidence(en, "he"),
    ),
    _statement(
        "s8",
        bad,
        "VAL",
        Act.ANNOUNCE,
        "talks",
        "\u202ereversed\u202c words {{ 7 * 7 }} [x](javascript:alert(1))",
    ),
    _statement("s9", bad, "VAL", Act.ASSESS_POSITIVE, "talks", "المحادثات مفيدة"),
)


def _position(identity: str, party: str, issue: str, act: Act, *statements: str, **more: object) -> Position:
    said = [s for s in STATEMENTS if s.id in statements]
    found = tuple(item for s in said for item in s.content)
    fields = {"reason": Reason(0.7, ("rule:same-issue",)), **more}
    return Position(identity, party, issue, act, statements, found, found[0], **fields)  # type: ignore[arg-type]


POSITIONS = (
    _position(
        "p1",
        "VAL",
        "quota",
        Act.REQUEST,
        "s1",
        first_said="2023-02-27",
        last_said="2023-03-01",
        marks=("red-line",),
    ),
    _position(
        "p2",
        "VAL",
        "ports",
        Act.THREATEN,
        "s2",
        condition=evidence(fr, "si l'Estorie maintient ses chalutiers"),
    ),
    _position("p3", "EST", "talks", Act.ASSESS_POSITIVE, "s4", marks=("by-anothers-word",)),
    _position("p4", "PRESS", "talks", Act.ASSESS_NEGATIVE, "s5"),
    _position("p5", "EST", "quota", Act.REJECT, "s6", parties=("EST", "ISL"), issues_also=("ports",)),
    _position("p6", "EST", "ports", Act.REJECT, "s7"),
    _position("p7", "VAL", "talks", Act.ANNOUNCE, "s8"),
    _position("p8", "VAL", "talks", Act.ASSESS_POSITIVE, "s9"),
)

DOSSIER = StateOfPlay(
    date="2023-03-02",
    articles=(bad, en, fr),
    actors=(
        Actor(
            "kern",
            "Anna Kern",
            ActorKind.PERSON,
            ("Anna Kern", "Mme Kern"),
            "VAL",
            roles=("la ministre",),
            mentions=(evidence(fr, "Anna Kern"), evidence(fr, "Mme Kern"), evidence(bad, "Anna Kern")),
        ),
        Actor(
            "ostrand",
            "Paul Ostrand",
            ActorKind.PERSON,
            ("Paul Ostrand",),
            "EST",
            mentions=(evidence(en, "Paul Ostrand"),),
        ),
        Actor(
            "est",
            "Estoria",
            ActorKind.COUNTRY,
            ("Estoria", "l'Estorie"),
            "EST",
            mentions=(evidence(en, "Estoria"),),
        ),
    ),
    parties=(
        Party("VAL", {"fr": "Valdor", "en": "Valdor"}),
        Party("EST", {"fr": "Estorie", "en": "Estoria"}),
        Party("ISL", {"fr": "Islande du Sud", "en": "South Isle"}),
        Party("PRESS", {"fr": "Presse", "en": "Press"}),
    ),
    issues=(
        Issue("quota", {"fr": "Partage des prises", "en": "Share of the catch"}),
        Issue("ports", {"fr": "Fermeture des ports"}, parent="quota"),
        Issue("talks", {"fr": "Bilan des pourparlers", "en": "Outcome of the talks"}),
    ),
    statements=STATEMENTS,
    positions=POSITIONS,
    clashes=(
        Clash("c1", "request-rejection", "quota", "p1", "p5", Reason(0.9, ("rule:same-issue",))),
        Clash("c2", "threat-defiance", "ports", "p2", "p6", Reason(0.6, ("rule:refusal-to-yield",))),
    ),
    convergences=(Convergence("v1", "talks", ("p3", "p8"), Reason(0.5, ("rule:same-direction",))),),
    meetings=(
        Meeting(
            "m1",
            evidence(fr, "Les deux délégations se retrouvent jeudi à Port-Clair"),
            "talks",
            MeetingStatus.PLANNED,
            "Port-Clair",
            None,
            evidence(fr, "jeudi"),
            ("VAL", "est"),
            (evidence(fr, "jeudi à Port-Clair"),),
        ),
        Meeting(
            "m2",
            evidence(en, "Both sides met for three hours on Monday in Lund Bay"),
            "bilateral",
            MeetingStatus.HELD,
            "Lund Bay",
            "2023-02-27",
            evidence(en, "Monday"),
            (),
            (),
            evidence(en, "three hours"),
        ),
    ),
    divergences=(
        Divergence(
            "d1",
            "utterance",
            (evidence(en, "We will keep our trawlers in the bay"),),
            (evidence(en, "Estoria will not give up half of the catch"),),
            "quota",
            ("ostrand",),
            Reason(0.6, ("rule:words",)),
        ),
        Divergence("d2", "alone", (evidence(fr, "les pourparlers piétinent"),), ()),
    ),
    changes=(
        Change("hardened", "p2", "request", "threaten", (evidence(fr, "Nous fermerons nos ports"),)),
        Change("new-meeting", "m1"),
        Change("new-actor", "kern"),
        Change("dropped", "gone", "2023-02", None),
    ),
    since="2023-02-20",
    model="test",
    deadlocks=(Deadlock("quota", ("p1", "p5"), "2023-02-27"),),
)

EMPTY = StateOfPlay(None, (), (), (), (), (), ())
