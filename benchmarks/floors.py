"""Compare today's figures with the floors pinned in `floors.toml`; exit with 1 when one is below.

usage: floors.py --gold GOLD_DIR --scorers SCORE_DIR
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of a gold folder's files."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".txt", ".json"}:
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def run(*arguments: str) -> str:
    """What a command of the product prints."""
    command = [sys.executable, "-m", "pourparlers", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments[:1])} failed: {done.stderr.strip()}")
    return done.stdout


def attribution_figures(folder: Path) -> dict[str, float]:
    """The figures of `pourparlers evaluate` by name."""
    raw = json.loads(run("evaluate", str(folder), "--json"))
    figures = {f"tokens {part}": rates["f1"] for part, rates in raw["tokens"].items()}
    figures |= {name: rates["f1"] for name, rates in raw["matches"].items()}
    figures |= {name: raw[name] for name in ("source", "speaker", "party", "act") if raw[name] is not None}
    return figures | {"meetings f1": raw["meetings"]["f1"]}


def state_figures(folder: Path, scorer: Path, date: str) -> dict[str, float]:
    """The figures that the scorer of states of play prints."""
    texts = sorted(str(path) for path in folder.glob("*.txt"))
    with tempfile.TemporaryDirectory() as place:
        brief = Path(place) / "brief.json"
        brief.write_text(run("brief", *texts, "--date", date, "--json"), encoding="utf-8")
        command = [sys.executable, str(scorer), str(folder), str(brief)]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    patterns = {
        "positions P": r"positions .*?P ([\d.]+)",
        "positions R": r"positions .*?R ([\d.]+)",
        "positions F1": r"positions .*?F1 ([\d.]+)",
        "act right": r"act right\s+([\d.]+)",
        "conditions found": r"conditions\s+found (\d+)",
        "conditions invented": r"invented (\d+)",
        "issues F1": r"issues .*?F1 ([\d.]+)",
        "clashes recall": r"clashes .*?recall ([\d.]+)",
        "clashes precision": r"clashes .*?precision ([\d.]+)",
        "meetings found": r"meetings .*?found (\d+)",
        "people found": r"people .*?found (\d+)",
        "people whole": r"all spellings together (\d+)",
        "people party": r"party right (\d+)",
        "divergences found": r"divergences .*?found (\d+)",
    }
    return {name: float(found[1]) for name, text in patterns.items() if (found := re.search(text, printed))}


def check(name: str, figures: dict[str, float], floors: dict[str, Any]) -> bool:
    """Print each figure beside its floor; whether all hold. A floor `max …` is a ceiling."""
    holds = True
    for key, value in figures.items():
        ceiling = floors.get(f"max {key}")
        floor = floors.get(key)
        ok = (floor is None or value >= floor) and (ceiling is None or value <= ceiling)
        holds &= ok
        bound = f">= {floor}" if floor is not None else f"<= {ceiling}" if ceiling is not None else ""
        print(f"{name:14s} {key:20s} {value:8.3f} {bound:10s} {'' if ok else 'BELOW THE FLOOR'}".rstrip())
    missing = [key for key in floors if key.removeprefix("max ") not in figures]
    if missing:
        print(f"{name}: no figure for {', '.join(missing)}")
    return holds and not missing


def main() -> int:
    """Measure, compare, and say so."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--scorers", type=Path, required=True)
    parser.add_argument("--floors", type=Path, default=HERE / "floors.toml")
    arguments = parser.parse_args()
    pinned = tomllib.loads(arguments.floors.read_text(encoding="utf-8"))
    holds = True
    for name, floors in pinned["attributions"].items():
        expected = floors.pop("digest")
        found = digest(arguments.gold / name)
        if found != expected:
            print(f"{name}: the gold is not the one the floors were set on ({found}, not {expected})")
            holds = False
        holds &= check(name, attribution_figures(arguments.gold / name), floors)
    for name, floors in pinned["state"].items():
        date = floors.pop("date")
        figures = state_figures(arguments.gold / name, arguments.scorers / "score_state.py", date)
        holds &= check(f"state {name}", figures, floors)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
