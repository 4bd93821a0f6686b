"""How the application is served: where, to whom, and what it takes in at most."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from pourparlers.errors import UsageError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_KILOBYTE = 1_000
_MEGABYTE = 1_000_000
_HOUR = 3600
_ROLES = ("reader", "editor", "admin")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the application listens, whom it lets in, and its limits; checked when made.

    Args:
        host: the address to listen on.
        port: the port; 0 takes a free one.
        user: what corrections call the one person who uses it locally, without accounts.
        accounts: ask everyone to sign in, also on this machine. Bound elsewhere than to this machine, and once the
            dossier has an account, it always does.
        identity_header: the header in which a reverse proxy names who has signed in with it.
        identity_role: what such a person may do who has no account here.
        trusted_proxies: addresses or networks of reverse proxies; nobody else's headers about a request are believed.
        hosts: the names it is reached by, beside those of this machine.
        add_urls: whether editors may add articles by address, fetched by the server.
        allow_private: whether such addresses may lead into private networks.
        upload_bytes: the most one upload may have.
        body_bytes: the most any other request may have.
        stranger_bytes: the most a request may have of somebody who has not signed in.
        body_seconds: how long the whole of a request may take to arrive.
        pause_seconds: how long nothing of it may arrive.
        session_seconds: how long a sign-in lasts at most.
        idle_seconds: how long it lasts unused.

    Raises:
        UsageError: the values do not go together.
    """

    host: str = "127.0.0.1"
    port: int = 8321
    user: str = "local"
    accounts: bool = False
    identity_header: str | None = None
    identity_role: str = "reader"
    trusted_proxies: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    add_urls: bool = False
    allow_private: bool = False
    upload_bytes: int = 100 * _MEGABYTE
    body_bytes: int = 1 * _MEGABYTE
    stranger_bytes: int = 64 * _KILOBYTE
    body_seconds: float = 300.0
    pause_seconds: float = 20.0
    session_seconds: float = 7 * 24 * _HOUR
    idle_seconds: float = 12 * _HOUR

    def __post_init__(self) -> None:
        if self.identity_header and not self.trusted_proxies:
            raise UsageError(
                "anyone could write the header",
                where="--identity-header",
                cure="name the proxy's address with --trusted-proxy",
            )
        if self.identity_role not in _ROLES:
            raise UsageError(
                f"no role {self.identity_role!r}", where="--identity-role", cure=", ".join(_ROLES)
            )
        _ = self.proxies

    @property
    def is_loopback(self) -> bool:
        """Whether only programs of this machine can reach it."""
        if self.host.lower() == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def proxies(self) -> tuple[Network, ...]:
        """The networks of the trusted proxies.

        Raises:
            UsageError: one is neither an address nor a network.
        """
        try:
            return tuple(ipaddress.ip_network(one, strict=False) for one in self.trusted_proxies)
        except ValueError as error:
            raise UsageError(
                str(error), where="--trusted-proxy", cure="as in 10.0.0.7 or 10.0.0.0/24"
            ) from None
