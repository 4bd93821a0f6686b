"""One article to its reading: attributions, mentions, times. Pure."""
