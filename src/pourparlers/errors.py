"""The errors a user can meet: each has a stable code, what is wrong and where, and what to do about it."""


class PourparlersError(Exception):
    """Base of every error this library raises on purpose.

    Args:
        what: what is wrong, in one line.
        where: the file, URL or option it is about, if any.
        cure: what the user can do about it, if anything.
    """

    code = "error"
    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, cure: str | None = None) -> None:
        self.what = what
        self.where = where
        self.cure = cure
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" ({self.cure})" if self.cure else ""
        return " ".join(f"{place}{self.what}{advice}".split())


class SourceError(PourparlersError):
    """An input could not be turned into an article."""

    code = "source"


class NotFoundError(SourceError):
    """A named file or folder does not exist."""

    code = "source-not-found"


class EmptyError(SourceError):
    """An input has no text in it."""

    code = "source-empty"


class TooLargeError(SourceError):
    """An input is larger than what one article may be."""

    code = "source-too-large"


class BinaryError(SourceError):
    """An input is not text."""

    code = "source-binary"


class EncodingError(SourceError):
    """The character encoding of an input could not be made out."""

    code = "source-encoding"


class FormatError(SourceError):
    """An input claims a format that it does not follow."""

    code = "source-format"


class FetchError(SourceError):
    """A URL could not be fetched, or may not be."""

    code = "source-fetch"


class MetadataError(SourceError):
    """Front matter, a file beside the text, or an option holds a value that cannot be used."""

    code = "metadata"


class CodebookError(PourparlersError):
    """A dossier or codebook file cannot be used."""

    code = "codebook"


class ModelError(PourparlersError):
    """The reading model is missing or damaged."""

    code = "model"


class GoldError(PourparlersError):
    """A gold annotation cannot be read."""

    code = "gold"


class OutputError(PourparlersError):
    """A result could not be written."""

    code = "output"


class UsageError(PourparlersError):
    """The command was called in a way that makes no sense."""

    code = "usage"
    exit_code = 2


class StoreError(PourparlersError):
    """A dossier's database cannot be opened, read or written."""

    code = "store"


class StaleError(StoreError):
    """Somebody else (`who`) has changed meanwhile what was to be corrected."""

    code = "store-stale"
    who = ""


class PluginError(PourparlersError):
    """An installed package adds something that cannot be used."""

    code = "plugin"
