"""Templates to pages: the language, the user, the labels, and links to the words that prove a line."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import Any
from urllib.parse import quote as percent
from urllib.parse import urlencode

from babel.numbers import format_decimal
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup, escape

from pourparlers.model import Evidence
from pourparlers.report.text import one_line, shorten
from pourparlers.report.wording import Wording, extended, languages, wording
from pourparlers.web import assets

LANGUAGE_COOKIE = "lang"
_LONGEST_LINE = 300
_A_YEAR = 365 * 24 * 3600


def render(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """Make a page of a template.

    Args:
        request: the request; its `state` has `user`, `csrf` and `nonce`.
        template: the file's name in `templates/`.
        status: the HTTP status.
        values: what the template shows. `t` (the labels), `language`, `user`, `csrf`, `nonce`, `request`,
            `desk_number`, `asset` and `here` are always there.
    """
    language = language_of(request)
    state = request.state
    body = (
        environment()
        .get_template(template)
        .render(
            {
                "t": words(language),
                "language": language,
                "languages": languages(),
                "user": getattr(state, "user", None),
                "csrf": getattr(state, "csrf", ""),
                "nonce": getattr(state, "nonce", ""),
                "request": request,
                "path": request.url.path,
                "dossier": request.app.state.title,
                "here": lambda **changed: here(request, **changed),
                **values,
            }
        )
    )
    response = HTMLResponse(body, status_code=status)
    if request.query_params.get(LANGUAGE_COOKIE) in languages():
        response.set_cookie(
            LANGUAGE_COOKIE,
            language,
            max_age=_A_YEAR,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
    return response


def language_of(request: Request) -> str:
    """The interface's language: the query's, else the cookie's, else the browser's, else English."""
    known = languages()
    for asked in (request.query_params.get(LANGUAGE_COOKIE), request.cookies.get(LANGUAGE_COOKIE)):
        if asked in known:
            return asked
    accepted = request.headers.get("accept-language", "")[:200]
    ranked = []
    for place, item in enumerate(accepted.split(",")):
        code, _, rest = item.strip().partition(";")
        try:
            weight = float(rest.strip().removeprefix("q=")) if rest else 1.0
        except ValueError:
            weight = 0.0
        ranked.append((-weight, place, code.partition("-")[0].lower()))
    return next((code for _, _, code in sorted(ranked) if code in known), "en")


@cache
def words(language: str) -> Wording:
    """The labels of the report and of the application: `labels/<language>/<section>.toml`."""
    folder = resources.files("pourparlers.web") / "labels" / language
    more = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
    made = extended(wording(language), more)
    return Quick(made.language, made.locale, made.table)


class Quick(Wording):
    """Words that remember how dates and shares are written: CLDR patterns are slow, and few days are many times said."""

    @lru_cache(maxsize=20_000)  # noqa: B019 - one for each language, for good
    def day(self, value: date | str | None, *, weekday: bool = False, short: bool = False) -> str:
        """A date in words."""
        return super().day(value, weekday=weekday, short=short)

    @lru_cache(maxsize=20_000)  # noqa: B019
    def days(self, first: str | None, last: str | None) -> str:
        """From the first to the last day in short, or the one day."""
        return super().days(first, last)

    @lru_cache(maxsize=2_000)  # noqa: B019
    def percent(self, share: float) -> str:
        """A share (0 to 1) as a percentage."""
        return super().percent(share)

    @lru_cache(maxsize=2_000)  # noqa: B019
    def number(self, n: int) -> str:
        """A whole number as the language writes it."""
        return super().number(n)

    def __hash__(self) -> int:
        return id(self)


def here(request: Request, **changed: object) -> str:
    """The address of this page with some of its query changed; None or "" leaves a name out."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in changed]
    added = [(name, str(value)) for name, value in changed.items() if value not in {None, ""}]
    query = urlencode([*kept, *added])
    return f"{request.url.path}?{query}" if query else request.url.path


def link(evidence: Evidence) -> str:
    """The address of the article at the words."""
    return f"/articles/{percent(evidence.article, safe='')}?at={evidence.start}-{evidence.end}"


def address(kind: str, identity: str) -> str:
    """The address of a thing: `address("actors", id)`."""
    return f"/{kind}/{percent(identity, safe='')}"


def _to(anchor: str) -> str:
    """A link to where a line of the report leads: here, to an address instead of a place in the page."""
    return anchor if anchor.startswith("/") else f"#{anchor}"


def _at(values: dict[str, Any]) -> str:
    return urlencode([(name, value) for name, value in values.items() if value not in {None, ""}])


def _line(text: str) -> str:
    """A text on one line, not too long."""
    return shorten(one_line(text), _LONGEST_LINE)


def _decimal(value: float, t: Wording) -> str:
    """A number with two decimals as the language writes it, with a minus sign."""
    return format_decimal(value, format="0.00", locale=t.locale).replace("-", "\N{MINUS SIGN}")


def _carriage(text: str) -> Markup:
    """A text of which a browser keeps every character: it would join a carriage return and a line feed."""
    return Markup(escape(text).replace("\r", Markup("&#13;")))


@cache
def environment() -> Environment:
    """The templates of the application, and those of the report under `report/`."""
    made = Environment(
        loader=ChoiceLoader(
            [PackageLoader("pourparlers.web"), PrefixLoader({"report": PackageLoader("pourparlers.report")})]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "to": _to,
        "link": link,
        "query": _at,
        "line": _line,
        "carriage": _carriage,
        "decimal": _decimal,
    }
    made.globals |= {"asset": assets.address, "address": address}
    return made
