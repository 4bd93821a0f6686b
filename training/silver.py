"""Labels that are not in the gold but follow from it: names of speakers, offices in sources, countries, dates.

Where nothing follows, the stretch is marked `unsure` and the entity head is not trained on it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from records import Attribution, Record, Span

NAME = re.compile(
    r"\b[^\W\d_a-zà-ÿ][\w’'-]*(?:[ \u00a0](?:de |du |van |von |al-|ben )?[^\W\d_a-zà-ÿ][\w’'-]*)*"
)
DETERMINER = re.compile(
    r"(?:(?:the|an?|le|la|les|une?|des|du|au|son|sa|ses|leur|his|her|its|their)\b\s*|l['’])", re.I
)
NOT_FIRST = frozenset(
    ("de", "du", "des", "d", "à", "au", "aux", "en", "of", "by", "for", "in", "at", "to", "from", "who", "whose", "which",
     "qui", "dont", "et", "and")
)  # fmt: skip
NOT_LAST = NOT_FIRST | {"la", "le", "les", "l", "l'", "d'", "the", "a"}
WORD = re.compile(r"[^\W\d_]+")
OFFICES = {
    "président", "présidente", "ministre", "premier", "première", "porte-parole", "chef", "cheffe",
    "secrétaire", "directeur", "directrice", "ambassadeur", "ambassadrice", "député", "députée", "sénateur",
    "maire", "roi", "reine", "prince", "émissaire", "chancelier", "chancelière", "commissaire",
    "gouverneur", "général", "vice-président", "vice-ministre", "négociateur", "négociatrice", "conseiller",
    "responsable", "president", "minister", "prime", "spokesman", "spokeswoman", "spokesperson",
    "secretary", "director", "ambassador", "senator", "mayor", "king", "queen", "envoy", "chancellor",
    "commissioner", "governor", "general", "vice", "deputy", "chief", "head", "leader", "adviser",
    "chairman",
}  # fmt: skip


def fold(text: str) -> str:
    """Without accents and case, the same length as the text."""
    return "".join((unicodedata.normalize("NFD", c)[0]).lower()[:1] or c for c in text)


def nearest(text: str, words: str, near: int) -> Span | None:
    """Where the words stand in the text, closest to an offset."""
    places = [m.start() for m in re.finditer(re.escape(words), text)]
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - near))
    return start, start + len(words)


def target(text: str, name: str | None, attribution: Attribution) -> list[Span] | None:
    """Where the target of an attribution is named near it: [] if it has none, None if it is not to be found.

    A word names the target if it shares the beginning of one of the name's words, so that a country is found
    by its inhabitants ("Iran", "iranien"). Words of the content are preferred to words around.
    """
    if not name:
        return []
    stems = {fold(w)[: max(4, len(w) - 2)] for w in WORD.findall(name) if len(w) >= 4 and w[0].isupper()}
    if not stems:
        return None
    everything = attribution.source + attribution.cue + attribution.content
    low = max(0, min(s for s, _ in everything) - 150)
    high = min(len(text), max(e for _, e in everything) + 60)
    folded = fold(text)
    found = [
        m.span()
        for m in WORD.finditer(text, low, high)
        if any(folded.startswith(s, m.start()) for s in stems)
    ]
    found = [span for span in found if not any(a < span[1] and span[0] < b for a, b in attribution.source)]
    inside = [span for span in found if any(a <= span[0] < b for a, b in attribution.content)]
    return inside or found or None


@cache
def countries(language: str) -> re.Pattern[str]:
    """Names of countries of a language."""
    from babel import Locale

    names = [n for code, n in Locale(language).territories.items() if len(code) == 2 and code != "ZZ"]
    names += ["Etats-Unis", "USA", "Royaume Uni"] if language == "fr" else ["U.S.", "US", "Britain"]
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")(?!\w)")


@cache
def dates(language: str) -> re.Pattern[str]:
    """Weekdays, and days, months and years, of a language."""
    from babel import Locale

    locale = Locale(language)
    days = "|".join(map(re.escape, locale.days["format"]["wide"].values()))
    months = "|".join(map(re.escape, locale.months["format"]["wide"].values()))
    day = r"(?:\d{1,2}|1er)"
    date = (
        rf"(?:{day} (?:{months})(?:,? \d{{4}})?|(?:{months}) \d{{1,2}}\b(?:,? \d{{4}})?|(?:{months}) \d{{4}})"
    )
    return re.compile(rf"\b(?:(?:{days}),? {date}|{date}|(?:{days}))\b", 0 if language == "en" else re.I)


def entities(record: Record, speakers: list[tuple[str, str]]) -> None:
    """Entities of an article with gold attributions: speakers, their offices, countries and dates."""
    text = record.text
    record.labels.append("entities")
    people = {
        s for s, p in speakers if s != p and len(s.split()) > 1 and all(w[:1].isupper() for w in s.split())
    }
    spans: list[tuple[int, int, str]] = []
    for person in sorted(people, key=len, reverse=True):
        for form in (person, person.split()[-1]):
            if len(form) > 3:
                spans += [(*m.span(), "person") for m in re.finditer(rf"\b{re.escape(form)}\b", text)]
    for attribution in record.attributions:
        for source in attribution.source:
            spans += offices(text, source, {p.split()[-1] for p in people})
    record.entities = spans
    repair(record)


def offices(text: str, source: Span, surnames: set[str]) -> list[tuple[int, int, str]]:
    """The office in a source: the lower-case words before the name, or after it and a comma."""
    start, end = source
    words = text[start:end]
    named = next((m for m in NAME.finditer(words) if m.group().split()[-1] in surnames), None)
    if not named:
        return []
    out = []
    before = words[: named.start()]
    skipped = DETERMINER.match(before)
    lead = skipped.end() if skipped else 0
    body = before[lead:].rstrip(" ,\u00a0")
    if skipped and _office(body):
        out.append((start + lead, start + lead + len(body), "role"))
    after = re.match(r",\s+", words[named.end() :])
    if after:
        begin = named.end() + after.end()
        skipped = DETERMINER.match(words, begin)
        begin = skipped.end() if skipped else begin
        body = words[begin:].split(",")[0].rstrip()
        if _office(body):
            out.append((start + begin, start + begin + len(body), "role"))
    return out


def _office(words: str) -> bool:
    parts = re.split(r"[\s’']+", words)
    plain = words[:1].islower() and len(parts) <= 9
    return plain and parts[0].lower() not in NOT_FIRST and parts[-1].lower() not in NOT_LAST


def repair(record: Record) -> None:
    """Adds countries and dates, drops overlaps (the longest wins), and marks what is not known.

    In articles whose entities were made here, other capitalised words inside sentences are unsure; in all,
    lower-case words that begin an office elsewhere are.
    """
    text = record.text
    made = "attributions" in record.labels
    spans = [(*m.span(), "place") for m in countries(record.language).finditer(text)]
    spans += [(*m.span(), "time") for m in dates(record.language).finditer(text)]
    known = {(s, e) for s, e, _ in spans}
    spans += [entity for entity in record.entities if (entity[0], entity[1]) not in known]
    kept: list[tuple[int, int, str]] = []
    owner = bytearray(len(text))
    for start, end, kind in sorted(set(spans), key=lambda x: (x[0] - x[1], x)):
        if not any(owner[start:end]):
            owner[start:end] = b"\1" * (end - start)
            kept.append((start, end, kind))
    record.entities = sorted(kept)
    if made:
        record.unsure = [m.span() for m in NAME.finditer(text) if not any(owner[m.start() : m.end()])]
    heads = {
        WORD.search(text, s, e)[0] for s, e, kind in kept if kind == "role" and WORD.search(text, s, e)
    } | OFFICES
    for word in WORD.finditer(text):
        if word.group().lower() in heads and not owner[word.start()]:
            stop = re.compile(r"[.,;:!?\n\"«»“”]|$").search(text, word.end())
            record.unsure.append((word.start(), min(stop.start() if stop else len(text), word.end() + 60)))
    record.unsure = [(s, e) for s, e in record.unsure if s < e]
