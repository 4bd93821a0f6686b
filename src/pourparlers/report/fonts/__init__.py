"""DejaVu Sans, for documents that carry their fonts: Latin, Greek, Cyrillic and Arabic letters, signs and arrows."""

from __future__ import annotations

from pathlib import Path


def font_path(*, bold: bool) -> Path:
    """Give the file of the font, TrueType."""
    return Path(__file__).with_name("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
