"""Readings to a state of play. Pure."""
