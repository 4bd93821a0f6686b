"""Styles and scripts: kept in memory, addressed by what is in them so that browsers may keep them for good."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

router = APIRouter(include_in_schema=False)

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_OF_THE_REPORT = "brief.css"


@cache
def load(name: str) -> tuple[bytes, str] | None:
    """The bytes and the media type of a file, or None if there is none of this name."""
    type = next((kind for ending, kind in _TYPES.items() if name.endswith(ending)), None)
    if type is None or "/" in name:
        return None
    package = "pourparlers.report.assets" if name == _OF_THE_REPORT else "pourparlers.web.assets"
    file = resources.files(package.rpartition(".")[0]) / "assets" / name
    return (file.read_bytes(), type) if file.is_file() else None


@cache
def address(name: str) -> str:
    """The address of a file, changing with its contents.

    Raises:
        LookupError: there is no such file.
    """
    found = load(name)
    if found is None:
        raise LookupError(name)
    return f"/assets/{name}?v={hashlib.sha256(found[0]).hexdigest()[:12]}"


@router.get("/assets/{name}")
def asset(name: str) -> Response:
    """One file."""
    found = load(name)
    if found is None:
        raise HTTPException(404)
    content, type = found
    return Response(
        content,
        media_type=f"{type}; charset=utf-8",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
