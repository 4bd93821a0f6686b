"""The positions as an Org outline (https://orgmode.org/worg/org-syntax.html), as an export."""

from __future__ import annotations

from pourparlers.exports import Format
from pourparlers.exports.names import SOFTWARE, Names
from pourparlers.model import StateOfPlay


def write(state: StateOfPlay, *, language: str = "en") -> str:
    """One heading an issue, one item a position, with its words and where they stand."""
    names = Names(state, language)
    lines = [f"# {SOFTWARE}, model {state.model}"]
    for issue in state.issues:
        lines.append(f"* {names.issue(issue.id)}")
        for held in state.positions:
            if held.issue == issue.id:
                quote = " ".join(names.text(held.quote).split())
                where = f"{names.doc(held.quote)}:{held.quote.start}-{held.quote.end}"
                lines.append(f"- {names.party(held.party)} ({held.act.value}) :: {quote} [{where}]")
    return "\n".join((*lines, ""))


FORMAT = Format(".org", "an Org outline of the positions", __name__)
