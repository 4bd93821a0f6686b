"""Whether a statement speaks for or against its issue, by the table `stances.toml`."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pourparlers.model import Act


class Stance(StrEnum):
    """What an act says on an issue."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"


@cache
def stances() -> dict[Act, Stance]:
    """The stance of every act."""
    raw = tomllib.loads(files("pourparlers.exports").joinpath("stances.toml").read_text("utf-8"))
    return {Act(act): Stance(stance) for stance, acts in raw.items() for act in acts}


def stance(act: Act) -> Stance:
    """The stance of an act."""
    return stances()[act]
