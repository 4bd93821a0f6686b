"""A state of play put into words, once for all renderers."""

from __future__ import annotations

from pourparlers.model import StateOfPlay
from pourparlers.report import events, matrix, people, sayings
from pourparlers.report.lookup import Lookup, is_apart
from pourparlers.report.passages import reports
from pourparlers.report.view import Brief
from pourparlers.report.wording import Wording, wording

MOST_IN_TITLE = 4
LEAST_IN_TITLE = 0.15
MOST_SHARPEST = 3
MOST_LATEST = 4


def brief(state: StateOfPlay, *, language: str) -> Brief:
    """The state of play in the words of one interface language.

    Raises:
        UsageError: the interface does not speak the language.
    """
    words = wording(language)
    look = Lookup(state, words)
    positions, apart = matrix.matrices(look)
    clashes = matrix.oppositions(look)
    coming, past = events.calendar(look)
    differences, alone = events.divergences(look)
    people_named, bodies = people.who_is_who(look)
    moves = events.changes(look)
    convergences = matrix.agreements(look)
    conditions, threats = sayings.conditions(look), sayings.threats(look)
    assessments = sayings.assessments(look)
    last, latest = matrix.latest(look, MOST_LATEST)
    return Brief(
        language=language,
        title=_title(look),
        at=words("page.at", date=words.day(state.date, weekday=True)) if state.date else "",
        facts=_facts(state, words),
        since=words.day(state.since),
        compared=bool(moves) or state.changes is not None,
        moves=moves,
        latest=latest,
        latest_on=words.day(last),
        sharpest=matrix.sharpest(clashes, MOST_SHARPEST),
        coming=coming,
        past=past,
        matrix=positions,
        apart=apart,
        voices=sayings.voices(look),
        clashes=clashes,
        convergences=convergences,
        conditions=conditions,
        threats=threats,
        assessments=assessments,
        differences=differences,
        alone=alone,
        people=people_named,
        bodies=bodies,
        coverage=people.coverage(look),
        reports=reports(look),
        model=state.model,
    )


def _title(look: Lookup) -> str:
    held = {position.party for position in look.state.positions if not is_apart(position.party)}
    least = LEAST_IN_TITLE * max((look.weight[party] for party in held), default=0)
    parties = [party for party in sorted(held, key=look.heavier) if look.weight[party] >= least][
        :MOST_IN_TITLE
    ]
    if not parties:
        return look.words("page.title_empty")
    return look.words("page.title", parties=look.words.listed(look.party(party) for party in parties))


def _facts(state: StateOfPlay, words: Wording) -> tuple[str, ...]:
    """What was read: articles, copies, outlets, languages, dates."""
    articles = state.articles
    copies = sum(len(article.copies) for article in articles)
    named = {article.outlet for article in articles} | {
        copy.outlet for article in articles for copy in article.copies
    }
    outlets = sorted(outlet for outlet in named if outlet)
    nameless = sum(not article.outlet for article in articles)
    days = sorted(article.published for article in articles if article.published)
    facts = [words("header.articles", n=len(articles))]
    if copies:
        facts.append(words("header.copies", n=copies))
    if outlets:
        facts.append(words("header.outlets", n=len(outlets), names=words.listed(outlets)))
        if nameless:
            facts.append(words("header.no_outlet", n=nameless))
    elif articles:
        facts.append(words("header.outlets_unknown"))
    if articles:
        languages = sorted({words.language_name(article.language) for article in articles})
        facts.append(words("header.languages", names=words.listed(languages)))
    if days and days[0] != days[-1]:
        facts.append(words("header.dates_range", first=words.day(days[0]), last=words.day(days[-1])))
    elif days:
        facts.append(words("header.dates_one", first=words.day(days[0])))
    elif articles:
        facts.append(words("header.no_dates"))
    if days and len(days) < len(articles):
        facts.append(words("header.undated", n=len(articles) - len(days)))
    return tuple(facts)
