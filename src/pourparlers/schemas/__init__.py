"""The JSON that is printed, as JSON Schema (https://json-schema.org/draft/2020-12), published with the package.

Within a version, keys may be added and none is removed or changes its meaning; otherwise the number in `$id` rises.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from pourparlers.errors import UsageError

NAMES = ("attribution", "brief", "tables", "readings")


def schema(name: str) -> dict[str, Any]:
    """One schema.

    Args:
        name: "attribution" (a line of `read --format jsonl`), "brief" (`brief --json`), "tables" (a row of each table
            that `export --to jsonl` writes, under `$defs`), "readings" (the marker of a folder of `read-many`).

    Raises:
        UsageError: there is none of this name.
    """
    if name not in NAMES:
        raise UsageError(f"no schema {name!r}", cure=f"one of {', '.join(NAMES)}")
    text = files(__package__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    made: dict[str, Any] = json.loads(text)
    return made
