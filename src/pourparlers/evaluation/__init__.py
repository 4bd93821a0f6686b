"""Gold readers and scorers."""
