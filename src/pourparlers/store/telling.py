"""What a correction did, in fields with their values before and after, ready to be listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pourparlers.store.anchors import Anchor
from pourparlers.store.corrections import Correction, Edit, What, active
from pourparlers.store.rows import ROLES

_STATED = ("speakers", "parties", "act", "issues", "added", "removed", "targets")
_SPANS = ("content", *ROLES)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that was changed: its name and its values, as texts; acts, statuses and codes by their slugs."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A correction as a list shows it.

    `what` is a slug: accept, mend, reject, add, region, undo, or that of the change to the dossier (merge-actors …).
    `quote` are the words it is about; `article` the article, "" for none. `undone_by` is the undo that counts, if any.
    """

    number: int
    who: str
    at: datetime
    why: str
    what: str
    article: str
    quote: str
    start: int
    fields: tuple[Field, ...]
    undoes: int | None
    undone_by: int | None
    stands: bool


def tell(corrections: Sequence[Correction]) -> list[Told]:
    """Tell all corrections of a dossier, the latest first.

    Args:
        corrections: all of them, undos too.
    """
    standing = {one.number for one in active(corrections)}
    undone = {one.undoes: one.number for one in corrections if one.undoes is not None}
    made = []
    for one in sorted(corrections, key=lambda one: one.number, reverse=True):
        edit = one.edit
        about = _about(edit) if edit else None
        made.append(
            Told(
                number=one.number,
                who=one.who,
                at=one.at,
                why=one.why,
                what=_slug(edit) if edit else What.UNDO.value,
                article=(edit.article or (about.article if about else "")) if edit else "",
                quote=about.quote if about else "",
                start=about.start if about else 0,
                fields=_fields(edit) if edit else (),
                undoes=one.undoes,
                undone_by=undone.get(one.number),
                stands=one.number in standing or (edit is None and one.number not in undone),
            )
        )
    return made


def _slug(edit: Edit) -> str:
    kind = (edit.after or {}).get("change")
    if kind:
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in kind).strip("-")
    if edit.what is What.MEND and not _fields(edit):
        return "accept"
    return edit.what.value


def _about(edit: Edit) -> Anchor | None:
    roles = ("before.content", "after.content", "region", "words")
    return next((some[0] for role in roles if (some := edit.anchors.get(role))), None)


def _fields(edit: Edit) -> tuple[Field, ...]:
    match edit.what:
        case What.MEND | What.ADD:
            return (*_spans(edit), *_statement(edit))
        case What.REGION:
            before = tuple(one["kind"] for one in (edit.before or {}).get("regions", ())) or ("body",)
            return (Field("region", before, ((edit.after or {}).get("kind") or "body",)),)
        case What.REJECT:
            return ()
    was, now = edit.before or {}, edit.after or {}
    names = [name for name in now if name not in _POINTERS]
    fields = [Field(name, _texts(was.get(name)), _texts(now[name])) for name in names]
    others = tuple(
        text
        for name in ("others", "apart")
        for one in now.get(name, ())
        for text in _texts(_shown(one, edit))
    )
    return (*fields, *((Field("others", (), others),) if others else ()))


_POINTERS = frozenset({"number", "change", "who", "issue", "words", "others", "apart", "what"})


def _spans(edit: Edit) -> list[Field]:
    quotes = {key: tuple(one.quote for one in some) for key, some in edit.anchors.items()}
    made = []
    for role in _SPANS:
        before, after = quotes.get(f"before.{role}", ()), quotes.get(f"after.{role}", ())
        if edit.anchors.get(f"before.{role}") != edit.anchors.get(f"after.{role}"):
            made.append(Field(role, before, after))
    if (edit.after or {}).get("speakers") is not None:
        was = _texts((edit.before or {}).get("statement", {}).get("speakers"))
        made.append(Field("speakers", was, quotes.get("speakers", ())))
    return made


def _statement(edit: Edit) -> list[Field]:
    now = (edit.after or {}).get("statement") or {}
    was = (edit.before or {}).get("statement") or {}
    made = []
    for name in (*_STATED, "condition"):
        if now.get(name) is None or (name == "speakers" and (edit.after or {}).get("speakers") is not None):
            continue
        after = _texts(_quoted(now[name], edit) if name == "condition" else now[name])
        before = _texts(was.get(name))
        if before != after or (edit.what is What.ADD and after):
            made.append(Field(name, before, after))
    return made


def _quoted(places: Iterable[Sequence[Any]], edit: Edit) -> list[str]:
    return [text for place in places for text in _texts(_shown(place, edit))]


def _shown(one: Any, edit: Edit) -> Any:  # noqa: ANN401
    """Words, where these are words; else the thing itself."""
    if isinstance(one, Sequence) and len(one) == 3 and isinstance(one[0], str) and isinstance(one[1], int):
        held = (held for role in ("statement", "words") for held in edit.anchors.get(role, ()))
        return next((a.quote for a in held if (a.article, a.start) == (one[0], one[1])), "")
    if isinstance(one, Sequence) and not isinstance(one, str):
        return _shown(one[0], edit) if one else ""
    return one


def _texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    """A value as texts: references to actors and issues by what they are called."""
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Mapping):
        labels = value.get("labels", value)
        name = value.get("name") or next((str(one) for one in labels.values() if isinstance(one, str)), "")
        return (name or str(value.get("code") or value.get("id") or ""),)
    return tuple(text for one in value for text in _texts(one))
