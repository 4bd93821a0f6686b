"""Errors as problem details (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError

from pourparlers.errors import PourparlersError, SourceError, StaleError, TooLargeError, UsageError

MEDIA = "application/problem+json"
_UNPROCESSABLE = 422


def problem(
    request: Request,
    status: int,
    what: str = "",
    *,
    code: str | None = None,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Make the answer to a request that failed.

    Args:
        request: the request.
        status: the HTTP status.
        what: what is wrong, in one line.
        code: the slug of an error of ours.
        errors: what is wrong with each part of the request: `where` and `what`.
        headers: further headers.
    """
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "instance": request.url.path,
    }
    told |= {
        key: value for key, value in (("detail", what), ("code", code), ("errors", list(errors))) if value
    }
    return Response(json.dumps(told), status, dict(headers or {}), media_type=MEDIA)


def failed(request: Request, error: PourparlersError) -> Response:
    """Make the answer to a request that ended in an error of ours."""
    return problem(request, status_of(error), str(error), code=error.code)


def invalid(request: Request, error: RequestValidationError) -> Response:
    """Make the answer to a request whose parts are not as they should be; what was sent is not repeated."""
    errors = [
        {"where": ".".join(str(part) for part in one["loc"]), "what": str(one["msg"])}
        for one in error.errors()
    ]
    return problem(request, _UNPROCESSABLE, "the request is not as described", errors=errors)


def status_of(error: PourparlersError) -> int:
    """The HTTP status of an error."""
    match error:
        case StaleError():
            return 409
        case TooLargeError():
            return 413
        case SourceError() | UsageError():
            return _UNPROCESSABLE
        case _:
            return 503 if error.code == "store" else _UNPROCESSABLE
