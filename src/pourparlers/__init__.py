"""Reads what the press writes about a negotiation and keeps its state of play, every line cited."""

__version__ = "0.1.0"
