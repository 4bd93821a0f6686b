"""Gold readers and scorers: how well the product does on annotated documents."""

from pourparlers.evaluation.attributions import Scores, score, to_dict
from pourparlers.evaluation.gold import read_gold, read_predictions
from pourparlers.evaluation.meetings import evaluate_meetings, read_gold_meetings
from pourparlers.evaluation.records import Document, Record

__all__ = [
    "Document",
    "Record",
    "Scores",
    "evaluate_meetings",
    "read_gold",
    "read_gold_meetings",
    "read_predictions",
    "score",
    "to_dict",
]
