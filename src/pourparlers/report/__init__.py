"""The brief: terminal, HTML, Markdown."""
