"""How often a password may be tried: after some failures, waiting times that double."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from pourparlers.store.accounts import key_of

_MOST_KEPT = 20_000
_FORGOTTEN_AFTER = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class _Limit:
    """So many failures are free; then the wait doubles from one second up to the longest."""

    free: int
    longest: float

    def wait(self, failures: int) -> float:
        return 0.0 if failures < self.free else min(2.0 ** min(failures - self.free, 30), self.longest)


# A name alone is held up least, so that nobody can lock another one out.
_OF_PAIR = _Limit(free=4, longest=3600.0)
_OF_ADDRESS = _Limit(free=20, longest=3600.0)
_OF_NAME = _Limit(free=20, longest=30.0)


class Throttle:
    """Failures by name, by address, and by both; kept in memory, the oldest forgotten first.

    Args:
        clock: tells seconds, only ever more.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def attempt(self, name: str, address: str) -> float:
        """Begin a try: the seconds to wait before one is allowed; at 0 it may go on, and counts as failed for now."""
        now = self._clock()
        with self._lock:
            kept = [(key, limit, *self._of(key, now)) for key, limit in _keys(name, address)]
            wait = max(last + limit.wait(count) - now for _, limit, count, last in kept)
            if wait > 0:
                return wait
            for key, _, count, _ in kept:
                self._failures[key] = (count + 1, now)
                self._failures.move_to_end(key)
            while len(self._failures) > _MOST_KEPT:
                self._failures.popitem(last=False)
            return 0.0

    def succeed(self, name: str, address: str) -> None:
        """The try was right: forget its name's failures from there, and take this one off the others."""
        with self._lock:
            (pair, _), *others = _keys(name, address)
            self._failures.pop(pair, None)
            for key, _ in others:
                count, last = self._failures.get(key, (0, 0.0))
                if count > 1:
                    self._failures[key] = (count - 1, last)
                else:
                    self._failures.pop(key, None)

    def _of(self, key: str, now: float) -> tuple[int, float]:
        count, last = self._failures.get(key, (0, now))
        return (0, now) if now - last > _FORGOTTEN_AFTER else (count, last)


def _keys(name: str, address: str) -> list[tuple[str, _Limit]]:
    who, where = key_of(name), _network(address)
    return [(f"{who}\n{where}", _OF_PAIR), (f"\n{where}", _OF_ADDRESS), (f"{who}\n", _OF_NAME)]


def _network(address: str) -> str:
    """An address; of IPv6 the network that one customer has (/64)."""
    try:
        one = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(one, ipaddress.IPv6Address):
        if one.ipv4_mapped:
            return str(one.ipv4_mapped)
        return str(ipaddress.ip_network((one, 64), strict=False))
    return str(one)
