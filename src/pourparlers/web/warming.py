"""What every reader asks of a new view, worked out before it is shown."""

from __future__ import annotations

from pourparlers.report.wording import languages
from pourparlers.web import choices, matrix, moves, opposition
from pourparlers.web.filters import Filter
from pourparlers.web.forms import actor_names
from pourparlers.web.look import look_of
from pourparlers.web.pages import compare, network, review, timeline
from pourparlers.web.view import View


def warm(view: View) -> None:
    """Work out the rankings, the timeline of everything, the stances, and the names in every language."""
    everything = Filter()
    matrix.columns(view)
    issues = matrix.most_disputed(view)
    timeline.items(view, everything)
    timeline.counted(view, everything)
    compare.pair_counts(view)
    review.everything(view)
    moves.order(view, "day", view.published)
    moves.order(view, "moment", view.moved)
    for level in ("party", "actor"):
        network.tallied(view, everything, level)
    for language in languages():
        look = look_of(view, language)
        opposition.sharpest(look, 1)
        actor_names(look)
        for offered in (choices.parties, choices.issues, choices.actors, choices.outlets):
            offered(look)
        for issue in issues[:20]:
            matrix.row(look, issue, matrix.columns(view)[:6])
