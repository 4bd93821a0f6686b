"""Where a request comes from and what it was sent to, believing only trusted proxies about either."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers

from pourparlers.web.settings import Network, Settings

_OURS = frozenset({"localhost", "127.0.0.1", "[::1]"})
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


@dataclass(frozen=True, slots=True)
class Peer:
    """Who sent a request and how: the address, whether a trusted proxy passed it on, over HTTPS, and to which hosts."""

    address: str
    by_proxy: bool
    is_secure: bool
    hosts: frozenset[str]


def peer_of(client: str, scheme: str, headers: Headers, settings: Settings) -> Peer:
    """Make out where a request comes from.

    Args:
        client: the address of the connection.
        scheme: of the connection.
        headers: of the request.
        settings: which proxies are trusted.
    """
    hosts = {headers.get("host", "").lower()}
    if not _within(client, settings.proxies):
        return Peer(client, False, scheme == "https", frozenset(hosts))
    passed = [one.strip() for one in ",".join(headers.getlist("x-forwarded-for")).split(",")]
    address = client
    for one in reversed(passed):
        if not _is_address(one):
            break
        address = one
        if not _within(one, settings.proxies):
            break
    if forwarded := headers.get("x-forwarded-host", "").lower():
        hosts.add(forwarded)
    is_secure = headers.get("x-forwarded-proto", scheme).strip().lower() == "https"
    return Peer(address, True, is_secure, frozenset(hosts))


def is_host_known(host: str, settings: Settings) -> bool:
    """Whether a request was sent to a name of ours: another site's name may be made to lead here (DNS rebinding).

    Reached by others, with accounts, names need not be told: a sign-in holds for one name alone.
    """
    if not settings.is_loopback and not settings.hosts:
        return bool(host)
    name = host.lower()
    known = {one.lower() for one in settings.hosts}
    return bool({name, _without_port(name)} & (known | _OURS))


def was_passed_on(headers: Headers) -> bool:
    """Whether a proxy says that it passed the request on."""
    return any(name in headers for name in _FORWARDED)


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() and (":" not in name or name.endswith("]")) else host


def _within(address: str, networks: Sequence[Network]) -> bool:
    try:
        one = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(one, ipaddress.IPv6Address) and one.ipv4_mapped:
        one = one.ipv4_mapped
    return any(one in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
