"""Asking feeds for what is new, as seldom and as little as they ask for.

A feed is asked with the marks of its last answer (RFC 9110, If-None-Match and If-Modified-Since), not before the
moment it named (Retry-After), later and later while it fails; of what it links to, only pages not seen before are
fetched, one at a time, and where the site's robots.txt (RFC 9309) lets us.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from pourparlers.errors import FetchError, SourceError
from pourparlers.sources.feed_items import FeedItem, parse_feed
from pourparlers.sources.feeds import item_by_link, item_in_feed
from pourparlers.sources.formats import Item
from pourparlers.sources.limits import MAX_PAGE_BYTES
from pourparlers.sources.material import Material, Options
from pourparlers.sources.web import USER_AGENT, Page, RefusedError, fetch

LEAST_MINUTES = 5
_LONGEST_WAIT = timedelta(days=1)
_LONGEST_ASKED = timedelta(days=7)
_BETWEEN_PAGES_SECONDS = 1.0
_MOST_SEEN = 5000
_GONE = 410
_NOT_MODIFIED = 304
_ACCEPT = "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is kept of a feed between two polls.

    Args:
        etag: the mark of its last answer.
        modified: when that was last changed, as the server writes it.
        not_before: the moment before which it is not asked again (ISO 8601); None when there is none.
        failures: how often it has failed in a row.
        seen: digests of the items that have been dealt with, the latest last.
    """

    etag: str | None = None
    modified: str | None = None
    not_before: str | None = None
    failures: int = 0
    seen: tuple[str, ...] = ()


@dataclass
class Poller:
    """Asks feeds, one after the other.

    Args:
        options: what holds for all articles.
        every: the time between two polls of a feed.
        now: tells the time, with its zone.
        pause: waits so many seconds.
    """

    options: Options
    every: timedelta
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    pause: Callable[[float], None] = time.sleep
    _robots: dict[str, RobotFileParser | None] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)

    def poll(self, url: str, state: FeedState) -> Iterator[Item | FeedState]:
        """Ask one feed.

        Args:
            url: its address.
            state: what was kept of it.

        Yields:
            an article for each new item, or why there is none; and at the end what is to be kept. An item that could
            not be fetched is tried again the next time.
        """
        if state.not_before and (until := datetime.fromisoformat(state.not_before)) > self.now():
            yield FetchError(f"not asked again before {until:%Y-%m-%d %H:%M}", where=url)
            yield state
            return
        try:
            page = self._ask(url, state)
            items = parse_feed(page.data, url, base=page.url) if page else []
        except SourceError as error:
            if isinstance(error, RefusedError) and error.status == _GONE:
                error = FetchError("this feed is gone for good", where=url, cure="name it no more")
            yield error
            yield self._failed(state, error)
            return
        if page is None:
            yield replace(state, not_before=None, failures=0)
            return
        seen = dict.fromkeys(state.seen)
        for item in items:
            digest = _digest(item)
            if digest in seen:
                seen[digest] = seen.pop(digest)
                continue
            try:
                yield self._item(url, item)
                seen[digest] = None
            except SourceError as error:
                yield error
                if _is_final(error):
                    seen[digest] = None
        yield FeedState(
            etag=page.headers.get("etag"),
            modified=page.headers.get("last-modified"),
            seen=tuple(seen)[-_MOST_SEEN:],
        )

    def _ask(self, url: str, state: FeedState) -> Page | None:
        """Fetch a feed; None when it has not changed."""
        asking = {"Accept": _ACCEPT}
        if state.etag:
            asking["If-None-Match"] = state.etag
        if state.modified:
            asking["If-Modified-Since"] = state.modified
        self._wait(url)
        try:
            return fetch(url, allow_private=self.options.allow_private, limit=MAX_PAGE_BYTES, asking=asking)
        except RefusedError as error:
            if error.status == _NOT_MODIFIED:
                return None
            raise

    def _item(self, url: str, item: FeedItem) -> Item:
        material = Material(
            name=url,
            label=url,
            where=url,
            open=BytesIO,
            size=0,
            options=self.options,
            url=url,
            is_named=True,
        )
        if item.is_full or not item.url:
            return item_in_feed(material, item)
        if not self._may(item.url):
            raise FetchError("its robots.txt does not let programs read this page", where=item.url)
        self._wait(item.url)
        return item_by_link(material, item, self.options)

    def _may(self, url: str) -> bool:
        """Whether the site lets programs read a page; a site that says nothing does."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = None
            self._wait(url)
            try:
                page = fetch(f"{site}/robots.txt", allow_private=self.options.allow_private, limit=500_000)
            except SourceError:
                return True
            rules = RobotFileParser()
            rules.parse(page.data.decode("utf-8", "replace").splitlines())
            self._robots[site] = rules
        known = self._robots[site]
        return known is None or known.can_fetch(USER_AGENT, url)

    def _wait(self, url: str) -> None:
        """Leave a second between two requests to one host."""
        host = urlsplit(url).netloc
        left = _BETWEEN_PAGES_SECONDS - (time.monotonic() - self._last.get(host, 0.0))
        if host in self._last and left > 0:
            self.pause(left)
        self._last[host] = time.monotonic()

    def _failed(self, state: FeedState, error: SourceError) -> FeedState:
        failures = state.failures + 1
        wait = min(self.every * 2 ** min(failures, 16), _LONGEST_WAIT)
        if isinstance(error, RefusedError) and (asked := _asked(error.retry_after, self.now())) is not None:
            wait = min(max(asked, timedelta(0)), _LONGEST_ASKED)
        elif isinstance(error, RefusedError) and error.status == _GONE:
            wait = _LONGEST_ASKED
        return replace(state, failures=failures, not_before=(self.now() + wait).isoformat())


def _asked(written: str | None, now: datetime) -> timedelta | None:
    """Read Retry-After: seconds, or a date (RFC 9110, 10.2.3)."""
    if not written:
        return None
    if written.strip().isdecimal():
        return timedelta(seconds=min(int(written.strip()[:9]), 10**8))
    try:
        until = parsedate_to_datetime(written)
    except (ValueError, TypeError):
        return None
    return (until if until.tzinfo else until.replace(tzinfo=UTC)) - now


def _is_final(error: SourceError) -> bool:
    """Whether trying the same page again will not help."""
    if isinstance(error, RefusedError):
        return error.status in {401, 403, 404, 410, 451}
    return not isinstance(error, FetchError) or "robots.txt" in error.what or "public address" in error.what


def _digest(item: FeedItem) -> str:
    return hashlib.blake2b(item.key.encode("utf-8", "replace"), digest_size=8).hexdigest()
