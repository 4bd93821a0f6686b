"""One page from the web: only URLs the user named, only public addresses, never long, never large."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.util import Timeout

from pourparlers import __version__
from pourparlers.errors import FetchError, TooLargeError
from pourparlers.sources.html import charset_of

_CONNECT_SECONDS = 10.0
_READ_SECONDS = 20.0
_WHOLE_SECONDS = 60.0
_MOST_REDIRECTS = 5
_CHUNK = 65_536
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
USER_AGENT = f"pourparlers/{__version__} (+reads what a person names)"
_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9",
    "Accept-Encoding": "gzip",
}

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Page:
    """What a server sent: the bytes, where they came from in the end, and what it says they are."""

    data: bytes
    url: str
    is_html: bool
    charset: str | None
    headers: Mapping[str, str] = field(default_factory=dict)


class RefusedError(FetchError):
    """A server answers with another status than 200; `retry_after` is what it says of when to come again."""

    def __init__(self, status: int, where: str, retry_after: str | None) -> None:
        self.status = status
        self.retry_after = retry_after
        super().__init__(f"the server answers {status}", where=where, cure="open it in a browser")


def fetch(
    url: str, *, allow_private: bool = False, limit: int, asking: Mapping[str, str] | None = None
) -> Page:
    """Fetch one page, following up to five redirects, each checked like the first URL.

    The host is resolved once and the connection made to that very address, so that a name cannot resolve to a
    public address when checked and to a private one when used. Proxies are not used.

    Args:
        url: an http or https URL that the user named.
        allow_private: let private, loopback and link-local addresses through.
        limit: the most bytes that are read, after decompression.
        asking: headers of the request beside the usual ones.

    Returns:
        the page; the names of its headers are in lower case.

    Raises:
        RefusedError: the server answers with another status than 200.
        FetchError: it may not or cannot be fetched.
        TooLargeError: the page is larger than the limit.
    """
    deadline = time.monotonic() + _WHOLE_SECONDS
    at = url
    for _ in range(_MOST_REDIRECTS + 1):
        response = _request(at, url, allow_private, asking or {})
        try:
            location = response.get_redirect_location()
            if not location:
                return _page(response, at, url, limit, deadline)
        finally:
            response.close()
        at = urljoin(at, location)
    raise FetchError(f"more than {_MOST_REDIRECTS} redirects", where=url)


def _request(at: str, named: str, allow_private: bool, asking: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
    parts, host, port = _parts(at, named)
    address = _resolve(host, port, named, allow_private)
    timeout = Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS)
    pool: urllib3.HTTPConnectionPool
    if parts.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            address,
            port,
            timeout=timeout,
            server_hostname=host,
            assert_hostname=host,
            cert_reqs="CERT_REQUIRED",
        )
    else:
        pool = urllib3.HTTPConnectionPool(address, port, timeout=timeout)
    shown = f"[{host}]" if ":" in host else host
    headers = {**_HEADERS, **asking, "Host": shown if port == _PORTS[parts.scheme] else f"{shown}:{port}"}
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        return pool.urlopen(
            "GET", target, headers=headers, redirect=False, retries=False, preload_content=False
        )
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise FetchError(_plainly(error), where=named, cure="check the address and the connection") from None


def _parts(at: str, named: str) -> tuple[SplitResult, str, int]:
    try:
        at.encode("ascii")
    except UnicodeEncodeError:
        at = urllib3.util.parse_url(at).url
    try:
        parts = urlsplit(at)
        port = parts.port or _PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise FetchError("not a URL that can be read", where=named, cure="check it") from None
    if parts.scheme not in _PORTS:
        raise FetchError(f"{parts.scheme or 'this'} is not http or https", where=named)
    if not host or parts.username is not None or parts.password is not None:
        raise FetchError("a URL needs a host and no user name", where=named, cure="check it")
    return parts, host, port


def _resolve(host: str, port: int, named: str, allow_private: bool) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError("no such host, or no connection", where=named, cure="check the address") from None
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not allow_private:
        for address in addresses:
            if not is_public(ipaddress.ip_address(address)):
                raise FetchError(
                    f"{host} is at {address}, which is not a public address",
                    where=named,
                    cure="allow private addresses to read it",
                )
    return addresses[0]


def is_public(address: IPAddress) -> bool:
    """Whether an address is on the open internet, looking into IPv6 forms that carry an IPv4 address."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _page(response: urllib3.BaseHTTPResponse, at: str, named: str, limit: int, deadline: float) -> Page:
    if response.status != 200:
        raise RefusedError(response.status, named, response.headers.get("Retry-After"))
    kind = response.headers.get("Content-Type", "").lower()
    chunks: list[bytes] = []
    size = 0
    try:
        for chunk in response.stream(_CHUNK, decode_content=True):
            size += len(chunk)
            if size > limit:
                raise TooLargeError(f"more than {limit // 1_000_000} MB", where=named)
            if time.monotonic() > deadline:
                raise FetchError(f"not done after {_WHOLE_SECONDS:.0f} seconds", where=named)
            chunks.append(chunk)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise FetchError(_plainly(error), where=named, cure="try again") from None
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Page(b"".join(chunks), at, "html" in kind, charset_of(kind), headers)


def _plainly(error: Exception) -> str:
    if isinstance(error, urllib3.exceptions.SSLError):
        return "the certificate of the server is not valid"
    if isinstance(error, (urllib3.exceptions.TimeoutError, TimeoutError)):
        return "the server does not answer in time"
    if isinstance(error, urllib3.exceptions.NewConnectionError):
        return "no connection"
    return f"the transfer failed ({type(error).__name__})"
