"""Passwords: argon2id (RFC 9106, its low-memory profile), and what a password must be."""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError

from pourparlers.errors import UsageError

SHORTEST = 12
_LONGEST = 1000
_AT_ONCE = 2
_PATIENCE = 10.0

_hasher = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4, type=Type.ID)
# Each needs 64 MB while it runs: many at once would take the machine's memory.
_places = BoundedSemaphore(_AT_ONCE)


class BusyError(Exception):
    """Too many passwords are being checked at this moment."""


def check_quality(password: str, name: str) -> None:
    """Refuse a password that is too easily guessed (NIST SP 800-63B: length counts, not kinds of characters).

    Raises:
        UsageError: it is too short, too long, the name itself, or of few different characters.
    """
    told = _bytes(password).decode("utf-8", "replace")
    if not SHORTEST <= len(told) <= _LONGEST:
        raise UsageError(f"a password has {SHORTEST} to {_LONGEST} characters", cure="some words in a row do")
    if len(set(told)) < 5 or told.casefold().strip() == name.casefold().strip():
        raise UsageError("that password is too easily guessed", cure="some words in a row do")


def hashed(password: str) -> str:
    """The hash of a password, with its salt and parameters (PHC string)."""
    return _hasher.hash(_bytes(password))


def is_password(hash: str | None, password: str) -> bool:
    """Whether it is the password; takes as long where there is no hash to compare with.

    Raises:
        BusyError: too many are being checked.
    """
    if not _places.acquire(timeout=_PATIENCE):
        raise BusyError
    try:
        return _hasher.verify(hash or _nobodys(), _bytes(password[:_LONGEST])) and hash is not None
    except (Argon2Error, InvalidHashError):
        return False
    finally:
        _places.release()


def is_outdated(hash: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(hash)


@cache
def _nobodys() -> str:
    return hashed("the password of nobody")


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
