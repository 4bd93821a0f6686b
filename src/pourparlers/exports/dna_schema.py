"""The tables of a Discourse Network Analyzer 3 database in SQLite: names, types and constraints.

Source: what DNA 3 creates for a new database (https://github.com/leifeld/dna, class `sql.Sql`). Short texts hold fewer
than 191 characters there, numbers of colours 0 to 255, switches 0 or 1.
"""

from __future__ import annotations

VERSION = "3.0"
SHORT = 190

_RIGHTS = (
    *(f"{what}Documents" for what in ("Add", "Edit", "Delete", "Import")),
    *(f"{what}Statements" for what in ("Add", "Edit", "Delete")),
    *(f"Edit{what}" for what in ("Attributes", "Regex", "StatementTypes", "Coders", "CoderRelations")),
    *(f"{what}Others{whose}" for whose in ("Documents", "Statements") for what in ("View", "Edit")),
)
_TYPES = ("boolean", "integer", "long text", "short text")


def _key(name: str = "ID") -> str:
    return f"{name} INTEGER NOT NULL PRIMARY KEY"


def _short(name: str, default: bool = True) -> str:
    empty = " DEFAULT ''" if default else ""
    return f"{name} TEXT NOT NULL{empty} CHECK (LENGTH({name}) <= {SHORT})"


def _number(name: str, low: int, high: int, default: int) -> str:
    return f"{name} INTEGER NOT NULL DEFAULT {default} CHECK ({name} BETWEEN {low} AND {high})"


def _switch(name: str, default: int = 1) -> str:
    return _number(name, 0, 1, default)


def _refers(name: str, table: str) -> str:
    return f"FOREIGN KEY ({name}) REFERENCES {table} (ID) ON DELETE CASCADE"


_COLOURS = tuple(_number(name, 0, 255, 0) for name in ("Red", "Green", "Blue"))
_MAYBE_COLOURS = tuple(
    f"{name} INTEGER CHECK ({name} BETWEEN 0 AND 255)" for name in ("Red", "Green", "Blue")
)


def _data(*value: str) -> tuple[str, ...]:
    return (
        _key(),
        "StatementId INTEGER NOT NULL",
        "VariableId INTEGER NOT NULL",
        value[0],
        _refers("StatementId", "STATEMENTS"),
        _refers("VariableId", "VARIABLES"),
        *value[1:],
        "UNIQUE (StatementId, VariableId)",
    )


TABLES: dict[str, tuple[str, ...]] = {
    "SETTINGS": ("Property TEXT PRIMARY KEY", "Value TEXT NOT NULL"),
    "CODERS": (
        _key(),
        _short("Name", default=False),
        *_COLOURS,
        _number("Refresh", 0, 9999, 0),
        _number("FontSize", 1, 99, 14),
        _short("Password", default=False),
        "PopupWidth INTEGER DEFAULT 300 CHECK (PopupWidth BETWEEN 100 AND 9999)",
        _switch("ColorByCoder", 0),
        _switch("PopupDecoration", 0),
        _switch("PopupAutoComplete"),
        *(_switch(f"Permission{name}") for name in _RIGHTS),
    ),
    "DOCUMENTS": (
        _key(),
        _short("Title", default=False),
        "Text TEXT NOT NULL",
        "Coder INTEGER",
        _short("Author"),
        _short("Source"),
        _short("Section"),
        "Notes TEXT NOT NULL DEFAULT ''",
        _short("Type"),
        "Date INTEGER NOT NULL",
        _refers("Coder", "CODERS"),
    ),
    "STATEMENTTYPES": (_key(), _short("Label", default=False), *_COLOURS),
    "VARIABLES": (
        _key(),
        _short("Variable", default=False),
        f"DataType TEXT NOT NULL DEFAULT 'short text' CHECK (DataType IN {_TYPES})",
        "StatementTypeId INTEGER",
        _refers("StatementTypeId", "STATEMENTTYPES"),
        "UNIQUE (Variable, StatementTypeId)",
    ),
    "VARIABLELINKS": (
        _key(),
        "SourceVariableId INTEGER",
        "TargetVariableId INTEGER",
        "CHECK (TargetVariableId <> SourceVariableId)",
        _refers("SourceVariableId", "VARIABLES"),
        _refers("TargetVariableId", "VARIABLES"),
    ),
    "REGEXES": (f"Label TEXT PRIMARY KEY CHECK (LENGTH(Label) <= {SHORT})", *_COLOURS),
    "CODERRELATIONS": (
        _key(),
        "Coder INTEGER CHECK (Coder > 0)",
        "OtherCoder INTEGER CHECK (OtherCoder > 0)",
        *(_switch(name) for name in ("viewStatements", "editStatements", "viewDocuments", "editDocuments")),
        "CHECK (Coder <> OtherCoder)",
        _refers("Coder", "CODERS"),
        _refers("OtherCoder", "CODERS"),
    ),
    "STATEMENTS": (
        _key(),
        "StatementTypeId INTEGER",
        "DocumentId INTEGER",
        "Start INTEGER NOT NULL CHECK (Start >= 0)",
        "Stop INTEGER NOT NULL CHECK (Stop >= 0)",
        "Coder INTEGER",
        "CHECK (Start < Stop)",
        _refers("StatementTypeId", "STATEMENTTYPES"),
        _refers("Coder", "CODERS"),
        _refers("DocumentId", "DOCUMENTS"),
    ),
    "DATABOOLEAN": _data("Value INTEGER NOT NULL DEFAULT 1"),
    "DATAINTEGER": _data("Value INTEGER NOT NULL DEFAULT 0"),
    "ENTITIES": (
        _key(),
        "VariableId INTEGER NOT NULL",
        _short("Value"),
        *_MAYBE_COLOURS,
        "ChildOf INTEGER CHECK (ChildOf > 0)",
        "UNIQUE (VariableId, Value)",
        _refers("ChildOf", "ENTITIES"),
        _refers("VariableId", "VARIABLES"),
    ),
    "DATASHORTTEXT": _data("Entity INTEGER NOT NULL", _refers("Entity", "ENTITIES")),
    "DATALONGTEXT": _data("Value TEXT DEFAULT ''"),
    "ATTRIBUTEVARIABLES": (
        _key(),
        "VariableId INTEGER NOT NULL",
        _short("AttributeVariable", default=False),
        "UNIQUE (VariableId, AttributeVariable)",
        _refers("VariableId", "VARIABLES"),
    ),
    "ATTRIBUTEVALUES": (
        _key(),
        "EntityId INTEGER NOT NULL",
        "AttributeVariableId INTEGER NOT NULL",
        _short("AttributeValue"),
        "UNIQUE (EntityId, AttributeVariableId)",
        _refers("EntityId", "ENTITIES"),
        _refers("AttributeVariableId", "ATTRIBUTEVARIABLES"),
    ),
}


def statements() -> list[str]:
    """The SQL that makes the tables, in an order in which each refers to earlier ones."""
    return [f"CREATE TABLE {name} ({', '.join(columns)})" for name, columns in TABLES.items()]
