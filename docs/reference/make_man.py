"""Write `pourparlers.1`, the manual page, from the program's own help. `--check` only compares."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from pourparlers import __version__
from pourparlers.cli import app

PAGE = Path(__file__).with_name("pourparlers.1")


def page() -> str:
    """The whole page in the man macros of groff_man(7)."""
    group: Any = typer.main.get_command(app)
    commands = sorted(group.commands.items())
    lines = [
        '.\\" Made by docs/reference/make_man.py; do not edit.',
        f'.TH POURPARLERS 1 "" "pourparlers {__version__}" "User Commands"',
        ".SH NAME",
        "pourparlers \\- read press reports about a negotiation and keep its state of play",
        ".SH SYNOPSIS",
        ".B pourparlers",
        ".I command",
        "[\\fIoptions\\fR] [\\fIarguments\\fR]",
        ".SH DESCRIPTION",
        plain(group.help or ""),
        ".SH COMMANDS",
    ]
    for name, command in commands:
        lines += section(name, command)
    lines += [
        ".SH EXIT STATUS",
        *pair("0", "All went well."),
        *pair("1", "An input could not be used or a result could not be written; the rest was done."),
        *pair("2", "The command makes no sense."),
        *pair("130", "Stopped with Ctrl-C."),
        ".SH SHELL COMPLETION",
        "pourparlers \\-\\-install\\-completion installs it for the shell in use; pourparlers \\-\\-show\\-completion "
        "prints it.",
    ]
    return "\n".join((*lines, ""))


def section(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401
    """One command: its line, what it does, its example, its options."""
    yield ".SS " + plain(f"pourparlers {name}")
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        if paragraph.startswith("pourparlers "):
            yield from (".PP", ".nf", ".RS", plain(paragraph), ".RE", ".fi")
        else:
            yield from (".PP", plain(" ".join(paragraph.split())))
    for one in command.params:
        if one.param_type_name == "argument":
            yield from pair(plain(one.metavar or one.name.upper()), plain(one.help or ""))
        elif not one.hidden:
            names = ", ".join((*one.opts, *one.secondary_opts))
            value = "" if one.is_flag else f" {one.metavar or one.type.name.upper()}"
            yield from pair(plain(f"{names}{value}"), plain(one.help or ""))


def pair(name: str, text: str) -> Iterator[str]:
    """A tagged paragraph."""
    yield from (".TP", f".B {name}", text)


def plain(text: str) -> str:
    """Text with what troff would take for commands made harmless."""
    safe = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(f"\\&{line}" if line.startswith((".", "'")) else line for line in safe.split("\n"))


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
