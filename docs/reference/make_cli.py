"""Write `cli.md`, the help of every command as the program prints it, and the manual page. `--check` only compares."""

from __future__ import annotations

import sys
from pathlib import Path

import make_man
from typer.testing import CliRunner

from pourparlers.cli import app

PAGE = Path(__file__).with_name("cli.md")
HEAD = """# The command line

Made by `python docs/reference/make_cli.py` from the program's own help; the tests check that it is current.

Exit codes: 0 all went well; 1 an input could not be used or a result could not be written (the rest was done, and
each failure is one line on standard error); 2 the command makes no sense; 130 stopped with Ctrl-C.

Long work shows a bar on standard error when that is a terminal, with the rate and the time left.

`pourparlers --install-completion` makes the shell in use (bash, zsh, fish, PowerShell) complete commands and options;
`pourparlers --show-completion` prints what it installs. The same as below is a manual page, `man pourparlers`, that is
installed with the package. What `--json`, `--format jsonl` and `export --to jsonl` print follows published
[schemas](json.md#schemas).
"""


def page() -> str:
    """The whole page as Markdown."""
    runner = CliRunner()
    names = [command.name or "" for command in app.registered_commands]
    parts = [HEAD]
    for name in ["", *names]:
        shown = runner.invoke(
            app, [*([name] if name else []), "--help"], env={"COLUMNS": "88", "TERM": "dumb"}
        )
        title = f"pourparlers {name}".strip()
        text = "\n".join(line.rstrip() for line in shown.stdout.strip().splitlines())
        parts.append(f"## {title}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    make_man.PAGE.write_text(make_man.page(), encoding="utf-8")
