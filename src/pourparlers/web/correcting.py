"""What an editor filled in, as an edit of an article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData

from pourparlers.dossier.amendments import ActorRef, IssueRef, SetStatement
from pourparlers.knowledge.entities import find
from pourparlers.knowledge.words import fold
from pourparlers.model import (
    Act,
    Article,
    Attribution,
    AttributionType,
    Evidence,
    RegionKind,
    Span,
    Statement,
)
from pourparlers.store.amending import actor_ref, issue_ref
from pourparlers.store.corrections import Edit, Speaker, add, mend, region, reject
from pourparlers.web.fresh import Now
from pourparlers.web.look import Look

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
_EDGES = " \t\r\n\u00a0\u202f«»“”„‟\"‹›‘’'"
_QUOTES = '«“„"‹'
_LONGEST = 300


async def _form(request: Request) -> FormData:
    return await request.form()


Form = Annotated[FormData, Depends(_form)]
"""The form that was sent."""


class FormError(Exception):
    """Something in a form cannot be used: `key` says what (a label of the page `article`), `value` what was written."""

    def __init__(self, key: str, value: str = "") -> None:
        self.key = key
        self.value = value[:_LONGEST]
        super().__init__(key)


def edits(now: Now, look: Look, form: FormData) -> list[Edit]:
    """Give the edits that a form asks for.

    Args:
        now: the article.
        look: names, in the editor's language.
        form: `do` is accept, reject, mend, add, region or accept-all; see `article_card.html.j2` for the rest.

    Raises:
        FormError: it cannot be understood.
    """
    do = _text(form, "do")
    if do == "accept-all":
        return [accept(now, look, one) for one in _unlooked(now)]
    if do == "region":
        kind = _text(form, "kind")
        if kind != "body" and kind not in set(RegionKind):
            raise FormError("no_kind", kind)
        (span, *_) = _spans(now.article, form, "content") or _missing()
        return [region(now.article, span, None if kind == "body" else RegionKind(kind))]
    if do == "add":
        return [_added(now, look, form)]
    one = next((one for one in now.statements if one.id == _text(form, "statement")), None)
    if one is None:
        raise FormError("gone")
    if do == "reject":
        return [reject(now.article, now.attribution(one))]
    if do == "accept":
        return [accept(now, look, one)]
    if do == "mend":
        return [_mended(now, look, one, form)]
    raise FormError("no_such", do)


def accept(now: Now, look: Look, one: Statement) -> Edit:
    """Say that a statement is right as it is: its words, speaker, act and issues."""
    issues = tuple(_issue(now, id) for id in one.issues if id in now.issues)
    attribution = now.attribution(one)
    return mend(
        now.article,
        attribution,
        attribution,
        heard=_heard(now, attribution),
        statement=SetStatement(0, one.content, one.cue, act=one.act, issues=issues),
        was=_values(look, now, one),
    )


def _unlooked(now: Now) -> list[Statement]:
    return [one for one in now.statements if not any(why.startswith("correction:") for why in one.reason.why)]


def _mended(now: Now, look: Look, one: Statement, form: FormData) -> Edit:
    article, before = now.article, now.attribution(one)
    after = replace(before, **_words(article, form, before))
    content = one.content
    if after.content != before.content:
        content = tuple(Evidence(article.id, *span) for span in after.content)
    told = _stated(now, look, form, one)
    if after.condition != before.condition or "condition" in form:
        condition = _spans(article, form, "condition")
        was = (one.condition,) if one.condition else ()
        asked = tuple(Evidence(article.id, *span) for span in condition[:1])
        if asked != was:
            told["condition"] = asked
    speakers, refs = _speakers(now, look, form, one.speakers)
    if refs is not None:
        told["speakers"] = refs
    cue = Evidence(article.id, *after.cue) if after.cue else None
    return mend(
        article,
        before,
        after,
        speakers,
        heard=_heard(now, before) if speakers is None else (),
        statement=SetStatement(0, content, cue, **told),
        was=_values(look, now, one),
    )


def _added(now: Now, look: Look, form: FormData) -> Edit:
    article = now.article
    content = _spans(article, form, "content") or _missing()
    start = content[0].start
    is_direct = article.text[max(0, start - 2) : start].strip()[-1:] in tuple(_QUOTES)
    kind = AttributionType.DIRECT if is_direct else AttributionType.INDIRECT
    words = _words(article, form, Attribution("", kind, None, None, tuple(content)))
    one = replace(Attribution("", kind, None, None, tuple(content)), act=_act(form), **words)
    speakers, refs = _speakers(now, look, form, ())
    told = _stated(now, look, form, None) | ({"speakers": refs} if refs is not None else {})
    place = tuple(Evidence(article.id, *span) for span in one.content)
    cue = Evidence(article.id, *one.cue) if one.cue else None
    return add(
        article, one, speakers or (), statement=SetStatement(0, place, cue, **{"act": one.act, **told})
    )


def _stated(now: Now, look: Look, form: FormData, one: Statement | None) -> dict[str, Any]:
    """What is to change in a statement: act, issues, party and target."""
    told: dict[str, Any] = {}
    if "act" in form and (one is None or _act(form) is not one.act):
        told["act"] = _act(form)
    kept = [id for id in (one.issues if one else ()) if id in form.getlist("issue")]
    more = [name for raw in form.getlist("issue_new") if (name := str(raw).strip()[:_LONGEST])]
    if "issues" in form and (more or kept != list(one.issues if one else ())):
        refs = [_issue(now, id) for id in kept] + [_named_issue(now, look, name) for name in more]
        told["issues"] = tuple(refs)
    if "party" in form and (party := _text(form, "party")) != (
        ", ".join(look.party(id) for id in one.parties) if one else ""
    ):
        told["parties"] = tuple(_party(now, look, name) for name in _list(party))
    if "target" in form and (target := _text(form, "target")) != (
        ", ".join(look.actor_name(id).label for id in one.targets) if one else ""
    ):
        told["targets"] = tuple(_actor(look, name) for name in _list(target))
    return told


def _speakers(
    now: Now, look: Look, form: FormData, were: Sequence[str]
) -> tuple[list[Speaker] | None, tuple[ActorRef, ...] | None]:
    """Whose words they are: words of the article, or actors; of those named in the article, the words that name them."""
    words = _spans(now.article, form, "speaker_words")
    if words:
        return [Speaker(span) for span in words], None
    said = _text(form, "speaker")
    if "speaker" not in form or said == ", ".join(look.actor_name(id).label for id in were):
        return None, None
    refs = tuple(_actor(look, name) for name in _list(said))
    here = [
        next((Span(p.start, p.end) for p in actor.mentions if p.article == now.article.id), None)
        for actor in (look.actor[_actor_id(look, name)] for name in _list(said))
    ]
    return ([Speaker(span) for span in here if span] if all(here) and here else None), refs


def _heard(now: Now, one: Attribution) -> list[Speaker]:
    """Where those are named whose words they are as read."""
    found = []
    for number in now.reading.speakers.get(one.id, ()):
        first = next((m for m in now.reading.mentions if m.entity == number), None)
        if first is not None and first.span.start < first.span.end:
            found.append(Speaker(first.span, first.actor_kind, first.code))
    return found


def _words(article: Article, form: FormData, before: Attribution) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for role in ("source", "cue", "condition"):
        if role in form:
            spans = _spans(article, form, role)
            found[role] = spans[0] if spans else None
    if "content" in form:
        found["content"] = tuple(_spans(article, form, "content")) or _missing()
    return {role: value for role, value in found.items() if value != getattr(before, role)}


def _spans(article: Article, form: FormData, name: str) -> list[Span]:
    """Stretches as a form gives them ("12-40,52-60"), without the white space and quotation marks at their edges."""
    made = []
    for item in _text(form, name, 2000).split(","):
        found = _SPAN.fullmatch(item.strip())
        if found is None:
            if item.strip():
                raise FormError("no_words", item)
            continue
        start, end = int(found[1]), min(int(found[2]), len(article.text))
        while start < end and article.text[start] in _EDGES:
            start += 1
        while start < end and article.text[end - 1] in _EDGES:
            end -= 1
        if start >= end:
            raise FormError("no_words", item)
        made.append(Span(start, end))
    made.sort()
    return made


def _act(form: FormData) -> Act:
    act = _text(form, "act") or Act.STATE.value
    if act not in set(Act):
        raise FormError("no_act", act)
    return Act(act)


def _issue(now: Now, id: str) -> IssueRef:
    return issue_ref(now.issues[id], now.statements)


def _named_issue(now: Now, look: Look, name: str) -> IssueRef:
    wanted = fold(name)
    for one in (*now.issues.values(), *look.view.issues.values()):
        if wanted in map(fold, one.labels.values()) or wanted == fold(look.issue(one.id)):
            return issue_ref(one, look.view.statements_of_issue.get(one.id, ())[:8])
    return IssueRef("", {look.words.language: name})


def _party(now: Now, look: Look, name: str) -> str:
    wanted = fold(name)
    for id in look.view.parties:
        if wanted in (fold(look.party(id)), fold(id)):
            return id
    return party_code(name, look.words.language)


def party_code(name: str, language: str) -> str:
    """The code of a country or organisation that is known by a name, else the name."""
    known = find(name, language)
    whole = [one for one in known if (one.start, one.end) == (0, len(name))]
    return whole[0].entity.code if whole else name


def _actor(look: Look, name: str) -> ActorRef:
    actor = look.actor[_actor_id(look, name)]
    return actor_ref(actor, {id: one.text for id, one in look.view.articles.items()})


def _actor_id(look: Look, name: str) -> str:
    return actor_id(look, name) or _unknown(name)


def actor_id(look: Look, name: str) -> str | None:
    """The actor that goes by a name, the most spoken of where several do."""
    wanted = fold(name)

    def make() -> Mapping[str, str]:
        order = sorted(look.view.state.actors, key=lambda one: (-len(one.mentions), one.id))
        found: dict[str, str] = {}
        for one in order:
            found.setdefault(fold(look.actor_name(one.id).label), one.id)
        for one in order:
            for called in (one.name, *one.variants):
                found.setdefault(fold(called), one.id)
        return found

    return look.view.keep(("called", look.words.language), make).get(wanted)


def _values(look: Look, now: Now, one: Statement) -> dict[str, Any]:
    """A statement's values, as they are shown beside those after the correction."""
    text = now.article.text
    return {
        "speakers": [look.actor_name(id).label for id in one.speakers],
        "parties": list(one.parties),
        "act": one.act.value,
        "issues": [next(iter(now.issues[id].labels.values()), id) for id in one.issues if id in now.issues],
        "targets": [look.actor_name(id).label for id in one.targets],
        "condition": [text[one.condition.start : one.condition.end]] if one.condition else [],
    }


def _list(names: str) -> list[str]:
    return [name for raw in names.split(",") if (name := raw.strip())]


def _text(form: FormData, name: str, longest: int = _LONGEST) -> str:
    value = form.get(name, "")
    return value.strip()[:longest] if isinstance(value, str) else ""


def _missing() -> Any:  # noqa: ANN401
    raise FormError("no_words")


def _unknown(name: str) -> str:
    raise FormError("no_actor", name)
