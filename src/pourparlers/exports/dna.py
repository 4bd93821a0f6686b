"""A database for the Discourse Network Analyzer 3 (https://github.com/leifeld/dna), to go on coding there.

Statements for or against an issue (`stances.toml`) are of DNA's type "DNA Statement" (person, organization, concept,
agreement); the others are of a type of their own without agreement, so that no network counts them. Joint speakers and
several issues make one DNA statement each. DNA counts UTF-16 units in texts whose lines end in LF: texts and offsets
are turned into that. The coder "Admin" (password `PASSWORD`) may edit everything; the statements belong to the coder
"Pourparlers".
"""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import product

from pourparlers.exports import dna_schema as schema
from pourparlers.exports.names import SOFTWARE, Names, hull
from pourparlers.exports.stances import Stance, stance
from pourparlers.model import Actor, ActorKind, Article, Evidence, Statement, StateOfPlay

PASSWORD = "pourparlers"
_SALT = b"pourparlers.dna."
_ROUNDS = 100_000
_ADMIN, _MACHINE = 1, 2
_AGREEING, _OTHER = 1, 2
_SHORT_TEXTS = ("person", "organization", "concept", "act", "party", "target", "said by", "said on")
_LONG_TEXTS = ("condition", "confidence", "why", "statement")
_DESCRIBED = ("person", "organization", "concept")
_ATTRIBUTES = ("Type", "Alias", "Notes", "Party", "Code", "Roles")


def write(state: StateOfPlay, *, language: str = "en") -> bytes:
    """Write the database.

    Args:
        state: the state of play.
        language: of the labels of issues and sides.

    Returns:
        an SQLite file. Its SETTINGS say which software and model made it.
    """
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("PRAGMA foreign_keys = ON")
        for statement in schema.statements():
            base.execute(statement)
        _Writer(base, state, language).whole()
        base.commit()
        return base.serialize()


def hashed(password: str) -> str:
    """A password as DNA keeps it: salted SHA-256 in 100,000 rounds, base64 (Jasypt's StrongPasswordEncryptor).

    The salt is fixed, as the password is no secret and the file shall not change from day to day.
    """
    digest = _SALT + password.encode()
    for _ in range(_ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(_SALT + digest).decode()


class _Text:
    """A text with LF line ends, and the UTF-16 offsets of its characters."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._dropped = [n + 1 for n, c in enumerate(text) if c == "\r" and text[n + 1 : n + 2] == "\n"]
        self._doubled = [n for n, c in enumerate(text) if ord(c) > 0xFFFF]

    def offset(self, at: int) -> int:
        return at - bisect_right(self._dropped, at) + bisect_right(self._doubled, at - 1)


class _Writer:
    def __init__(self, base: sqlite3.Connection, state: StateOfPlay, language: str) -> None:
        self._base = base
        self._state = state
        self._names = Names(state, language)
        self._variables: dict[tuple[int, str], int] = {}
        self._attributes: dict[tuple[int, str], int] = {}
        self._entities: dict[tuple[int, str], int] = {}

    def whole(self) -> None:
        self._add("SETTINGS", Property="version", Value=schema.VERSION)
        self._add("SETTINGS", Property="date", Value=self._names.day)
        self._add("SETTINGS", Property="software", Value=SOFTWARE)
        self._add("SETTINGS", Property="model", Value=self._state.model)
        self._coders()
        self._types()
        documents = {one.id: self._document(one) for one in self._state.articles}
        texts = {one.id: _Text(one.text) for one in self._state.articles}
        for one in self._state.statements:
            self._statement(one, documents[one.article], texts[one.article])

    def _add(self, table: str, **values: object) -> int:
        columns, marks = ", ".join(values), ", ".join("?" * len(values))
        sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
        cells = [
            one.encode(errors="replace").decode() if isinstance(one, str) else one for one in values.values()
        ]
        return self._base.execute(sql, cells).lastrowid or 0

    def _coders(self) -> None:
        secret = hashed(PASSWORD)
        self._add("CODERS", ID=_ADMIN, Name="Admin", Red=255, Green=255, Blue=0, Password=secret)
        self._add("CODERS", ID=_MACHINE, Name="Pourparlers", Red=120, Green=160, Blue=220, Password=secret)
        self._add("CODERRELATIONS", Coder=_ADMIN, OtherCoder=_MACHINE)
        self._add("CODERRELATIONS", Coder=_MACHINE, OtherCoder=_ADMIN)

    def _types(self) -> None:
        self._add("STATEMENTTYPES", ID=_AGREEING, Label="DNA Statement", Red=239, Green=208, Blue=51)
        self._add(
            "STATEMENTTYPES", ID=_OTHER, Label="Statement without agreement", Red=190, Green=190, Blue=190
        )
        for kind in (_AGREEING, _OTHER):
            for name in _DESCRIBED:
                self._variable(kind, name, "short text")
            if kind == _AGREEING:
                self._variable(kind, "agreement", "boolean")
            for name in _SHORT_TEXTS[len(_DESCRIBED) :]:
                self._variable(kind, name, "short text")
            for name in _LONG_TEXTS:
                self._variable(kind, name, "long text")
            for attribute, name in product(_ATTRIBUTES, _DESCRIBED):
                variable = self._variables[kind, name]
                self._attributes[variable, attribute] = self._add(
                    "ATTRIBUTEVARIABLES", VariableId=variable, AttributeVariable=attribute
                )

    def _variable(self, kind: int, name: str, data: str) -> None:
        self._variables[kind, name] = self._add(
            "VARIABLES", Variable=name, DataType=data, StatementTypeId=kind
        )

    def _document(self, one: Article) -> int:
        notes = [
            f"{name}: {value}"
            for name, value in (
                ("name", one.name),
                ("url", one.url),
                ("language", one.language),
                ("date from", one.date_source.value),
                ("copies", "; ".join(copy.name for copy in one.copies)),
                ("by", f"{SOFTWARE}, model {self._state.model}"),
            )
            if value
        ]
        return self._add(
            "DOCUMENTS",
            Title=_short(one.title or one.name),
            Text=_Text(one.text).text,
            Coder=_MACHINE,
            Author=_short(one.author or ""),
            Source=_short(one.outlet or ""),
            Notes="\n".join(notes),
            Type="news",
            Date=_seconds(one.published),
        )

    def _statement(self, one: Statement, document: int, text: _Text) -> None:
        place = hull(one.content)
        start, stop = text.offset(place.start), text.offset(place.end)
        side = stance(one.act)
        kind = _OTHER if side is Stance.NEITHER else _AGREEING
        for speaker, issue in product(one.speakers or (None,), one.issues or (None,)):
            id = self._add(
                "STATEMENTS",
                StatementTypeId=kind,
                DocumentId=document,
                Start=start,
                Stop=stop,
                Coder=_MACHINE,
            )
            for name, (value, about) in self._short_texts(one, speaker, issue).items():
                variable = self._variables[kind, name]
                entity = self._entity(variable, value, about)
                self._add("DATASHORTTEXT", StatementId=id, VariableId=variable, Entity=entity)
            for name, value in self._long_texts(one).items():
                self._add("DATALONGTEXT", StatementId=id, VariableId=self._variables[kind, name], Value=value)
            if kind == _AGREEING:
                agreement = self._variables[kind, "agreement"]
                self._add("DATABOOLEAN", StatementId=id, VariableId=agreement, Value=int(side is Stance.FOR))

    def _short_texts(
        self, one: Statement, speaker: str | None, issue: str | None
    ) -> dict[str, tuple[str, Mapping[str, str]]]:
        actor = self._names.actors.get(speaker or "")
        about = self._about(actor) if actor else {}
        sides = "; ".join(map(self._names.party, one.parties))
        person, organization = "", sides
        about_person: Mapping[str, str] = {}
        about_organization: Mapping[str, str] = {}
        if actor and actor.kind is ActorKind.PERSON:
            person, about_person = actor.name, about
            organization = actor.affiliation or self._names.party(actor.party) or sides
        elif actor:
            organization, about_organization = actor.name, about
        theme = {"Notes": issue} if issue else {}
        return {
            "person": (person, about_person),
            "organization": (organization, about_organization),
            "concept": (self._names.issue(issue), theme),
            "act": (one.act.value, {}),
            "party": (sides, {}),
            "target": ("; ".join(map(self._names.actor, one.targets)), {}),
            "said by": (self._names.actor(one.said_by) if one.said_by else "", {}),
            "said on": (one.said_on or "", {}),
        }

    def _long_texts(self, one: Statement) -> dict[str, str]:
        def words(evidence: Evidence | None) -> str:
            return self._names.text(evidence) if evidence else ""

        return {
            "condition": words(one.condition),
            "confidence": repr(one.reason.confidence),
            "why": "; ".join(one.reason.why),
            "statement": one.id,
        }

    def _about(self, one: Actor) -> dict[str, str]:
        return {
            "Type": one.kind.value,
            "Alias": "; ".join(one.variants),
            "Notes": one.id,
            "Party": self._names.party(one.party),
            "Code": one.code or "",
            "Roles": "; ".join(one.roles),
        }

    def _entity(self, variable: int, value: str, about: Mapping[str, str]) -> int:
        """Give an entity, with one value for every attribute of its variable as DNA wants it."""
        value = _short(value)
        if (variable, value) not in self._entities:
            id = self._add("ENTITIES", VariableId=variable, Value=value, Red=0, Green=0, Blue=0)
            self._entities[variable, value] = id
            for attribute in _attributes_of(self._attributes, variable):
                self._add(
                    "ATTRIBUTEVALUES",
                    EntityId=id,
                    AttributeVariableId=self._attributes[variable, attribute],
                    AttributeValue=_short(about.get(attribute, "")),
                )
        return self._entities[variable, value]


def _attributes_of(known: Iterable[tuple[int, str]], variable: int) -> list[str]:
    return [attribute for of, attribute in known if of == variable]


def _short(text: str) -> str:
    """Text of the length that DNA's short texts may have, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= schema.SHORT else f"{line[: schema.SHORT - 1]}…"


def _seconds(day: date | None) -> int:
    """Midnight UTC of a day in seconds since 1970; 0 for no day."""
    return 0 if day is None else int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
