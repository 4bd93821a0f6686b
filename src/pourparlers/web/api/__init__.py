"""The REST API under /api/v1: everything that the pages show and do, as JSON."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from pourparlers.web.api import articles, corrections, questions, service, states
from pourparlers.web.api.problems import failed, invalid, problem

__all__ = ["failed", "install", "invalid", "problem"]


def install(app: FastAPI) -> None:
    """Put the API into an application."""
    app.state.past = states.Past()
    whole = APIRouter(prefix="/api/v1", generate_unique_id_function=lambda route: route.name)
    for part in (service, states, articles, questions, corrections):
        whole.include_router(part.router)
    app.include_router(whole)
