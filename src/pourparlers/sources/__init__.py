"""Bytes to articles: text and HTML files, folders, URLs and standard input; copies counted once."""

from pourparlers.sources.copies import merge_copies
from pourparlers.sources.loading import Loaded, load, read_bytes

__all__ = ["Loaded", "load", "merge_copies", "read_bytes"]
