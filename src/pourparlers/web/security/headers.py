"""What browsers are told to refuse."""

from __future__ import annotations

_FIXED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_A_YEAR = 31_536_000


def policy(nonce: str) -> str:
    """The Content-Security-Policy of a page: files of ours, and what bears the nonce; nothing of any other host."""
    own = f"'self' 'nonce-{nonce}'"
    return (
        f"default-src 'none'; script-src {own}; style-src {own}; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def protective(nonce: str, *, is_secure: bool, is_private: bool) -> dict[str, str]:
    """The headers of every response that does not have them.

    Args:
        nonce: of this response's scripts and styles.
        is_secure: whether it goes over HTTPS.
        is_private: whether it may not be kept on disk by browsers.
    """
    found = {"content-security-policy": policy(nonce), **_FIXED}
    found["cache-control"] = "no-store" if is_private else "private, no-cache"
    if is_secure:
        found["strict-transport-security"] = f"max-age={_A_YEAR}"
    return found
