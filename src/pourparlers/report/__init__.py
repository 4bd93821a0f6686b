"""The brief: terminal, HTML, Markdown, JSON."""
