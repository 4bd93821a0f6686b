"""Bytes to articles: files of many formats, folders, URLs and standard input; copies counted once."""

from pourparlers.sources.copies import merge_copies
from pourparlers.sources.loading import Loaded, load, stream
from pourparlers.sources.material import Options
from pourparlers.sources.single import read_bytes

__all__ = ["Loaded", "Options", "load", "merge_copies", "read_bytes", "stream"]
