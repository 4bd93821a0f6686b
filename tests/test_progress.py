"""The bar that shows how far a long reading has come."""

import io
import sys

from pourparlers.report import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_nothing_is_shown_where_there_is_no_terminal(capsys):
    with progress.counter() as counted:
        counted.one()
        counted.both(1, 2)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_sees_articles_rate_and_time_left(monkeypatch):
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    with progress.counter() as counted:
        for n in range(1, 4):
            counted.inputs(n, 4, "a")
            counted.one()
            print("a\tnew")
    assert "3 articles" in shown.getvalue()
    assert "/s" in shown.getvalue()
    assert ":" in shown.getvalue()
    assert out.getvalue() == "a\tnew\n" * 3
