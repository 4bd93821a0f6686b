"""Gold readers and scorers: how well the product does on annotated documents."""

from pourparlers.evaluation.attributions import Scores, score, to_dict
from pourparlers.evaluation.gold import read_gold, read_predictions
from pourparlers.evaluation.records import Document, Record

__all__ = ["Document", "Record", "Scores", "read_gold", "read_predictions", "score", "to_dict"]
