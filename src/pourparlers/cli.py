"""The command line: each command is one library function with a table for people and JSON for programs."""

from __future__ import annotations

import functools
import json
import locale
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec

import typer

from pourparlers import __version__
from pourparlers.errors import PourparlersError, UsageError
from pourparlers.exports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from pourparlers.dossier.changes import Snapshot
    from pourparlers.model import StateOfPlay
    from pourparlers.pipeline import Corpus

app = typer.Typer(
    name="pourparlers",
    help="Read press reports about a negotiation and keep its state of play, every line cited.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

P = ParamSpec("P")

Inputs = Annotated[
    list[str],
    typer.Argument(help="Files, folders, globs, http(s) URLs, or - for standard input.", metavar="PATH|URL…"),
]
DateOption = Annotated[
    datetime | None,
    typer.Option(
        "--date", formats=["%Y-%m-%d"], help="Date of articles that do not say theirs, and of the state."
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DATE|BRIEF.json", help="Show what changed since a date, or a brief kept as JSON."
    ),
]
Dossier = Annotated[
    Path | None,
    typer.Option("--dossier", help="TOML file with the dossier's issues (the codebook).", dir_okay=False),
]
Language = Annotated[str | None, typer.Option("--lang", help="Language of the result: fr or en.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="How many processes read at once.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--columns", metavar="KEY=COLUMN,…", help="Columns of tables: text=body,date=day."),
]
Private = Annotated[bool, typer.Option("--allow-private", help="Let URLs lead to private network addresses.")]


def command(function: Callable[P, int]) -> Callable[P, None]:
    """Register a command that returns its exit code; an error of ours becomes one line on standard error."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = function(*args, **kwargs)
            sys.stdout.flush()
        except PourparlersError as error:
            typer.echo(f"pourparlers: {error}", err=True)
            code = error.exit_code
        except BrokenPipeError:
            sys.stderr.close()
            code = 1
        except OSError as error:
            typer.echo(f"pourparlers: cannot write the result: {error.strerror or error}", err=True)
            code = 1
        except KeyboardInterrupt:
            typer.echo("pourparlers: stopped", err=True)
            code = 130
        raise typer.Exit(code)

    app.command(name=function.__name__.replace("_", "-"))(run)
    return run


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pourparlers {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")
    ] = False,
) -> None:
    """Read press reports about a negotiation and keep its state of play, every line cited."""


@command
def brief(
    inputs: Inputs,
    dossier: Dossier = None,
    date: DateOption = None,
    since: SinceOption = None,
    lang: Language = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write the brief as one HTML file.")] = None,
    docx: Annotated[Path | None, typer.Option("--docx", help="Write the brief as a Word document.")] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write the brief as a PDF document.")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    as_json: Json = False,
    jobs: Jobs = None,
    allow_private: Private = False,
    columns: Columns = None,
) -> int:
    """The state of play: positions, clashes, conditions, calendar, with the words that prove each line.

    pourparlers brief reports/ --html brief.html
    """
    from pourparlers.dossier.serialise import to_dict
    from pourparlers.report import html as page
    from pourparlers.report import markdown as text
    from pourparlers.report import paper, terminal, word

    if as_json and markdown:
        raise UsageError("--json and --markdown cannot both be printed")
    language = _interface(lang)
    corpus = _read(inputs, date, jobs, allow_private, columns)
    state = _state(corpus, dossier, date, since)
    if html:
        _write(html, page.render(state, language=language))
    if docx:
        _write(docx, word.render(state, language=language))
    if pdf:
        _write(pdf, paper.render(state, language=language))
    files = [str(path) for path in (html, docx, pdf) if path]
    if as_json:
        _print_json(to_dict(state, language))
    elif markdown:
        typer.echo(text.render(state, language=language), nl=False)
    elif files:
        typer.echo("\n".join(files))
    else:
        terminal.render(state, language=language, console=_console())
    return _report_failures(corpus)


@command
def read(
    inputs: Inputs,
    shape: Annotated[str, typer.Option("--format", help="table or jsonl.")] = "table",
    date: DateOption = None,
    lang: Language = None,
    jobs: Jobs = None,
    allow_private: Private = False,
    columns: Columns = None,
) -> int:
    """Every attribution of every article: source, cue, content, speaker, party, act.

    pourparlers read --format jsonl reports/*.txt
    """
    from pourparlers.report import terminal

    if shape not in {"table", "jsonl"}:
        raise UsageError(f"no format {shape!r}", where="--format", cure="table or jsonl")
    corpus = _read(inputs, date, jobs, allow_private, columns, merge_copies=False)
    rows = corpus.attributions(language=_interface(lang))
    if shape == "jsonl":
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
    else:
        terminal.attributions(rows, language=_interface(lang), console=_console())
    return _report_failures(corpus)


_SECTIONS = {
    "positions": "positions",
    "calendar": "meetings",
    "who": "actors",
    "clashes": "clashes",
    "compare": "divergences",
}


def _section(name: str, help: str) -> None:
    """A command that prints one section of the brief."""

    def run(
        inputs: Inputs,
        dossier: Dossier = None,
        date: DateOption = None,
        since: SinceOption = None,
        lang: Language = None,
        as_json: Json = False,
        jobs: Jobs = None,
        allow_private: Private = False,
        columns: Columns = None,
    ) -> int:
        from pourparlers.dossier.serialise import to_dict
        from pourparlers.report import terminal

        language = _interface(lang)
        corpus = _read(inputs, date, jobs, allow_private, columns)
        state = _state(corpus, dossier, date, since)
        if as_json:
            _print_json(to_dict(state, language)[_SECTIONS[name]])
        else:
            terminal.render_section(state, name, language=language, console=_console())
        return _report_failures(corpus)

    run.__name__, run.__doc__ = name, help
    command(run)


_section(
    "positions", "Who holds what on which issue, with the strongest words.\n\npourparlers positions reports/"
)
_section("calendar", "Meetings held and to come.\n\npourparlers calendar reports/ --date 2022-01-12")
_section("who", "The people, organisations and countries, with every spelling.\n\npourparlers who reports/")
_section("clashes", "Where two parties stand head-on.\n\npourparlers clashes reports/")
_section("compare", "Where reports tell the same thing differently.\n\npourparlers compare a.txt b.txt")


@command
def export(
    inputs: Inputs,
    to: Annotated[
        str,
        typer.Option("--to", help=f"{', '.join(FORMATS)}, or the format of a plug-in."),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file or folder to write.")],
    dossier: Dossier = None,
    date: DateOption = None,
    lang: Language = None,
    network: Annotated[
        str | None, typer.Option("--network", help="For graphs: congruence, conflict, subtract or two-mode.")
    ] = None,
    jobs: Jobs = None,
    allow_private: Private = False,
    columns: Columns = None,
) -> int:
    """Write the state of play for other tools: tables, annotations, networks, a calendar, a DNA database.

    pourparlers export reports/ --to dna --output talks.dna
    """
    from pourparlers import exports

    options: dict[str, Any] = {"network": network} if network else {}
    language = _interface(lang)
    corpus = _read(inputs, date, jobs, allow_private, columns)
    if to == "brat":
        options["readings"] = corpus.readings
    state = _state(corpus, dossier, date, None)
    typer.echo(str(exports.write(state, to, output, language=language, **options)))
    return _report_failures(corpus)


Database = Annotated[
    str, typer.Argument(help="The dossier's database: a file, or postgresql://user@host/database.")
]


@command
def add(
    database: Database,
    inputs: Inputs,
    date: DateOption = None,
    jobs: Jobs = None,
    allow_private: Private = False,
    columns: Columns = None,
) -> int:
    """Read articles into a dossier's database; what is already there is left alone.

    A folder that read-many has written is taken as it was read. Stopped and started again, it goes on where it was.

    pourparlers add talks.db reports/
    """
    from pourparlers import store
    from pourparlers.cluster import parts
    from pourparlers.reading.engine import read_many
    from pourparlers.report.progress import counter

    failures = 0
    read = [one for one in inputs if parts.is_readings(one)]
    rest = [one for one in inputs if one not in read]

    def failed(error: PourparlersError) -> None:
        nonlocal failures
        failures += 1
        typer.echo(f"pourparlers: {error}", err=True)

    with store.open(database) as dossier, counter() as counted:

        def came() -> Iterator[store.Received]:
            for one in store.receive(
                rest,
                now=_now,
                date=_day(date),
                allow_private=allow_private,
                columns=_columns(columns),
                on_progress=counted.inputs,
            ):
                if isinstance(one, store.Received):
                    yield one
                else:
                    failed(one)

        def added() -> Iterator[store.Added]:
            for part in (one for folder in read for one in parts.read(Path(folder))):
                if isinstance(part, PourparlersError):
                    failed(part)
                else:
                    yield dossier.add(*part)
            yield from dossier.add_all(came(), functools.partial(read_many, processes=jobs))

        for one in added():
            counted.one()
            failures += one.failure is not None
            typer.echo(f"{one.name}\t{one.failure or ('new' if one.is_new else 'known')}")
    return 1 if failures else 0


@command
def watch(
    feeds: Annotated[
        list[str], typer.Argument(help="Addresses of feeds (RSS, Atom, JSON Feed).", metavar="FEED…")
    ],
    dossier: Annotated[
        str, typer.Option("--dossier", help="The dossier's database, made when it is not there.")
    ],
    every: Annotated[int, typer.Option("--every", min=5, metavar="MINUTES", help="How often to ask.")] = 30,
    once: Annotated[bool, typer.Option("--once", help="Ask once, and stop.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the brief with what changed: .html, .md or .json.")
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option("--codebook", help="TOML file with the dossier's issues.", dir_okay=False)
    ] = None,
    lang: Language = None,
    as_json: Json = False,
    jobs: Jobs = None,
    allow_private: Private = False,
) -> int:
    """Ask feeds for new articles, add them to a dossier, and say what that changes; until stopped.

    pourparlers watch https://example.org/feed.xml --dossier talks.db --every 60
    """
    import time
    from datetime import timedelta

    from pourparlers import store, watching
    from pourparlers.dossier.codebook import load
    from pourparlers.reading.engine import read_many
    from pourparlers.sources import Options
    from pourparlers.sources.polling import Poller

    watching.check(feeds, out)
    language = _interface(lang)
    poller = Poller(Options(allow_private=allow_private), timedelta(minutes=every))
    issues = load(codebook) if codebook else None
    read = functools.partial(read_many, processes=jobs)
    with store.open(dossier) as opened:
        while True:
            memory = watching.memory_of(dossier)
            found = watching.watch_once(opened, feeds, poller, memory, read, now=_now, codebook=issues)
            for failure in found.failures:
                typer.echo(f"pourparlers: {failure}", err=True)
            watching.show(found, language=language, as_json=as_json, out=out, console=_console())
            if once:
                return 1 if found.failures else 0
            time.sleep(every * 60)


@command
def read_many(
    inputs: Inputs,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The folder of Parquet files to write, or go on with.")
    ],
    date: DateOption = None,
    workers: Annotated[
        int | None, typer.Option("--workers", "-w", min=1, help="How many processes read; by default all.")
    ] = None,
    address: Annotated[
        str | None,
        typer.Option("--address", help="Of a Ray cluster, such as auto; without one, this machine."),
    ] = None,
    allow_private: Private = False,
    columns: Columns = None,
) -> int:
    """Read more than one machine reads, over a Ray cluster: WARC, Parquet, texts in, Parquet out.

    Stopped and started again, it goes on where it was. `pourparlers add` takes the folder into a dossier.

    pourparlers read-many crawl/*.warc.gz --out readings/
    """
    from pourparlers.cluster.run import read_many
    from pourparlers.report.progress import counter
    from pourparlers.sources.material import Options

    options = Options(date=_day(date), allow_private=allow_private, columns=_columns(columns))
    with counter() as counted:
        done = read_many(
            inputs,
            out,
            options=options,
            workers=workers,
            address=address,
            progress=lambda p: counted.articles(p.articles),
        )
    for failure in done.failures:
        typer.echo(f"pourparlers: {failure}", err=True)
    typer.echo(f"{out}\t{done.articles} articles\t{done.words} words\t{done.seconds:.0f} s")
    return 1 if done.failures else 0


@command
def corrections(
    database: Database,
    undo: Annotated[
        int | None, typer.Option("--undo", metavar="N", help="Undo this one, or this undo.")
    ] = None,
    conflicts: Annotated[
        bool, typer.Option("--conflicts", help="Only those that do not fit any more with what is read.")
    ] = False,
    gold: Annotated[
        Path | None, typer.Option("--gold", metavar="FOLDER", help="Write the corrected articles as gold.")
    ] = None,
    who: Annotated[str, typer.Option("--who", help="Who undoes.")] = "local",
    why: Annotated[str, typer.Option("--why", help="For what reason.")] = "",
    as_json: Json = False,
) -> int:
    """What people corrected in a dossier: who, when, before and after; undo; gold of it for evaluate and training.

    pourparlers corrections talks.db --conflicts
    """
    from pourparlers import store
    from pourparlers.store import printing
    from pourparlers.store.telling import tell

    with store.open(database, create=False) as dossier:
        if undo is not None:
            typer.echo(str(dossier.undo(undo, who=who, at=_now(), why=why)))
            return 0
        if gold is not None:
            for path in dossier.export_gold(gold):
                typer.echo(str(path))
            return 0
        told = tell(dossier.corrections())
        unfit = {one.correction: one.what for one in dossier.conflicts()} if conflicts else {}
    shown = [one for one in told if not conflicts or one.number in unfit]
    if as_json:
        _print_json([printing.correction_values(one) | {"conflict": unfit.get(one.number)} for one in shown])
    elif shown:
        printing.corrections(shown, unfit, console=_console())
    else:
        typer.echo("none")
    return 0


@command
def reread(
    database: Database,
    everything: Annotated[
        bool, typer.Option("--everything", help="Also what this model and version has read.")
    ] = False,
    changes: Annotated[
        bool, typer.Option("--changes", help="Only list what the last rereading changed; read nothing.")
    ] = False,
    as_json: Json = False,
) -> int:
    """Read a dossier's articles again with the model of this version; corrections stay. Lists what changed.

    pourparlers reread talks.db
    """
    from pourparlers import store
    from pourparlers.reading.engine import Reader
    from pourparlers.store import printing

    with store.open(database, create=False) as dossier:
        found = (
            dossier.rereadings() if changes else dossier.reread(Reader(), at=_now(), everything=everything)
        )
        for one in found:
            article = dossier.article(one.article)
            if as_json:
                typer.echo(json.dumps(printing.rereading_values(one, article), ensure_ascii=False))
            else:
                printing.rereading(one, article, console=_console())
    return 0


@command
def doctor(database: Database) -> int:
    """Check a dossier's database: its integrity, and that every quotation stands in its article.

    pourparlers doctor talks.db
    """
    from pourparlers import store

    with store.open(database, create=False) as dossier:
        findings = dossier.doctor()
    for finding in findings:
        typer.echo(f"{finding.kind}\t{finding.where}\t{finding.what}")
    wrong = sum(not finding.is_note for finding in findings)
    typer.echo(f"{wrong} found wrong" if wrong else "nothing wrong")
    return 1 if wrong else 0


@command
def backup(database: Database, path: Annotated[Path, typer.Argument(help="The file to write.")]) -> int:
    """Copy a dossier's database to a file, also while others write to it.

    pourparlers backup talks.db talks-monday.db
    """
    from pourparlers import store

    with store.open(database, create=False) as dossier:
        dossier.backup(path)
    typer.echo(str(path))
    return 0


@command
def restore(
    path: Annotated[Path, typer.Argument(help="The backup.")],
    database: Database,
    replace: Annotated[bool, typer.Option("--replace", help="What the database holds may be lost.")] = False,
) -> int:
    """Bring a dossier's database back from a backup.

    pourparlers restore talks-monday.db talks.db
    """
    from pourparlers import store

    store.restore(path, database, replace=replace)
    typer.echo(database)
    return 0


@command
def serve(
    database: Database,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8321,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="Ask everyone to sign in, also on this machine.")
    ] = False,
    host_name: Annotated[
        list[str] | None, typer.Option("--host-name", help="A name it is reached by, beside this machine's.")
    ] = None,
    identity_header: Annotated[
        str | None, typer.Option("--identity-header", help="Header in which a reverse proxy names the user.")
    ] = None,
    identity_role: Annotated[
        str, typer.Option("--identity-role", help="Role of users it names who have no account here.")
    ] = "reader",
    trusted_proxy: Annotated[
        list[str] | None, typer.Option("--trusted-proxy", help="Address or network of a reverse proxy.")
    ] = None,
    add_urls: Annotated[
        bool, typer.Option("--add-urls", help="Let editors add articles by address.")
    ] = False,
    allow_private: Private = False,
) -> int:
    """Show a dossier in the browser, and take corrections.

    pourparlers serve talks.db --open
    """
    from pourparlers import store
    from pourparlers.web.server import serve as run
    from pourparlers.web.settings import Settings

    def tell(address: str) -> None:
        typer.echo(f"{address}  (Ctrl-C stops)")
        sys.stdout.flush()

    settings = Settings(
        host=host,
        port=port,
        accounts=accounts,
        hosts=tuple(host_name or ()),
        identity_header=identity_header,
        identity_role=identity_role,
        trusted_proxies=tuple(trusted_proxy or ()),
        add_urls=add_urls,
        allow_private=allow_private,
    )
    with store.open(database, create=False) as dossier:
        run(dossier, settings, tell=tell, browser=open_browser)
    return 0


@command
def account(
    action: Annotated[str, typer.Argument(metavar="add|list|role|password|remove", help="What to do.")],
    database: Database,
    name: Annotated[str, typer.Argument(help="Whose account.")] = "",
    role: Annotated[str, typer.Option("--role", help="reader, editor or admin.")] = "reader",
) -> int:
    """Say who may sign in to a dossier's application. The password is asked for, or read from standard input.

    pourparlers account add talks.db jeanne --role editor
    """
    from pourparlers import store
    from pourparlers.web.security.people import accounts

    with store.open(database, create=False) as dossier:
        for line in accounts(dossier, action, name, role, now=_now(), stdin=sys.stdin):
            typer.echo(line)
    return 0


@command
def token(
    action: Annotated[str, typer.Argument(metavar="add|list|remove", help="What to do.")],
    database: Database,
    name: Annotated[str, typer.Argument(help="What it is for; to remove one, its number.")] = "",
    role: Annotated[str, typer.Option("--role", help="reader, editor or admin.")] = "reader",
    days: Annotated[int, typer.Option("--days", min=0, help="How long it lasts; 0 is for ever.")] = 90,
) -> int:
    """Make what a program shows instead of a password to use a dossier's API.

    pourparlers token add talks.db newsroom-import --role editor
    """
    from pourparlers import store
    from pourparlers.web.security.people import tokens

    with store.open(database, create=False) as dossier:
        for line in tokens(dossier, action, name, role, days, now=_now()):
            typer.echo(line)
    return 0


@command
def issues(
    inputs: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH|URL…]", help="Articles to find issues in.")
    ] = None,
    dossier: Dossier = None,
    rename: Annotated[
        list[str] | None, typer.Option("--rename", metavar="ID=LABEL", help="Give another label.")
    ] = None,
    merge: Annotated[
        list[str] | None, typer.Option("--merge", metavar="ID=OTHER,…", help="Take other issues up into one.")
    ] = None,
    split: Annotated[
        list[str] | None,
        typer.Option("--split", metavar="ID=NEW:WORD,…", help="Make a new issue of some words."),
    ] = None,
    write: Annotated[
        Path | None, typer.Option("--write", help="Write the codebook to this TOML file.")
    ] = None,
    date: DateOption = None,
    lang: Language = None,
    as_json: Json = False,
    jobs: Jobs = None,
    allow_private: Private = False,
    columns: Columns = None,
) -> int:
    """List the issues of articles or of a codebook; rename, merge and split them; write the codebook.

    pourparlers issues reports/ --write talks.toml
    """
    from pourparlers.dossier import codebook as books
    from pourparlers.report import terminal

    if not inputs and not dossier:
        raise UsageError("name articles, or a codebook with --dossier")
    language = _interface(lang)
    corpus = _read(inputs, date, jobs, allow_private, columns) if inputs else None
    book = books.load(dossier) if dossier else None
    if corpus is not None:
        state = corpus.state(codebook=book, date=_day(date))
        book = book or books.from_issues(state.issues)
    assert book is not None
    for change in rename or ():
        id, label = _pair(change, "--rename", "ID=LABEL")
        book = books.rename(book, id, label, language)
    for change in merge or ():
        id, others = _pair(change, "--merge", "ID=OTHER,OTHER")
        book = books.merge(book, id, others.split(","))
    for change in split or ():
        id, rest = _pair(change, "--split", "ID=NEW:WORD,WORD")
        new, words = _pair(rest, "--split", "ID=NEW:WORD,WORD", by=":")
        book = books.split(book, id, new, words.split(","), language)
    if write:
        _write(write, books.dump(book))
    if as_json:
        _print_json(books.to_dict(book))
    else:
        terminal.issues(book, language=language, console=_console())
    return _report_failures(corpus) if corpus else 0


@command
def evaluate(
    gold: Annotated[
        Path, typer.Argument(help="Folder of annotated documents (our JSON, or brat stand-off).")
    ],
    predictions: Annotated[
        Path | None,
        typer.Option("--predictions", help="Score this JSON Lines file instead of reading the texts."),
    ] = None,
    list_misses: Annotated[
        bool, typer.Option("--list-misses", help="Print what was missed or is extra.")
    ] = False,
    as_json: Json = False,
    jobs: Jobs = None,
) -> int:
    """How well attributions are found, against annotated documents.

    pourparlers evaluate gold/fr-news/dev
    """
    from pourparlers import evaluation, pipeline
    from pourparlers.report import terminal

    documents = evaluation.read_gold(gold)
    meetings = None
    if predictions:
        found = evaluation.read_predictions(predictions)
    else:
        corpus = pipeline.read_documents(documents, processes=jobs)
        found = pipeline.predictions(corpus)
        meetings = evaluation.evaluate_meetings(corpus, evaluation.read_gold_meetings(gold)).to_dict()
    scores = evaluation.score(documents, found)
    if as_json:
        _print_json(evaluation.to_dict(scores) | {"meetings": meetings})
    else:
        terminal.scores(scores, documents, list_misses=list_misses, console=_console())
        if meetings and meetings["gold"]:
            typer.echo("\nmeetings   " + "  ".join(f"{name} {value}" for name, value in meetings.items()))
    return 0


@command
def schema(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="attribution, brief, tables or readings.")
    ] = "",
) -> int:
    """The JSON Schema of what is printed or exported; without a name, the names.

    pourparlers schema brief
    """
    from pourparlers import schemas

    if name:
        _print_json(schemas.schema(name))
    else:
        for one in schemas.NAMES:
            typer.echo(f"{one}\t{schemas.schema(one)['$id']}\t{schemas.schema(one)['description']}")
    return 0


@command
def plugins(as_json: Json = False) -> int:
    """What installed packages add: source formats, export formats, languages; and what of it cannot be used.

    pourparlers plugins
    """
    from pourparlers import plugins as added

    found = added.installed()
    if as_json:
        _print_json([{**asdict(one), "error": one.error and str(one.error)} for one in found])
    else:
        for one in found:
            kind = one.group.removeprefix("pourparlers.")
            typer.echo(f"{kind}\t{one.name}\t{one.package}\t{one.error or 'ready'}")
    return 1 if any(one.error for one in found) else 0


def _read(
    inputs: Sequence[str],
    date: datetime | None,
    jobs: int | None,
    allow_private: bool,
    columns: list[str] | None = None,
    merge_copies: bool = True,
) -> Corpus:
    from pourparlers import pipeline
    from pourparlers.report.progress import counter

    if len(inputs) == 1 and _is_database(inputs[0]):
        from pourparlers import store

        with store.open(inputs[0], create=False) as dossier:
            return dossier.corpus(merge_copies=merge_copies)
    with counter() as counted:
        return pipeline.read(
            *inputs,
            date=_day(date),
            processes=jobs,
            stdin=sys.stdin.buffer,
            allow_private=allow_private,
            columns=_columns(columns),
            merge_copies=merge_copies,
            progress=counted.both,
        )


def _columns(written: list[str] | None) -> dict[str, str]:
    from pourparlers.sources.columns import parse_columns

    return parse_columns(written or [])


def _state(corpus: Corpus, dossier: Path | None, date: datetime | None, since: str | None) -> StateOfPlay:
    from pourparlers.dossier.codebook import load

    codebook = load(dossier) if dossier else None
    return corpus.state(codebook=codebook, date=_day(date), since=_since(since))


def _pair(written: str, option: str, shape: str, by: str = "=") -> tuple[str, str]:
    left, found, right = written.partition(by)
    if not (left and found and right):
        raise UsageError(f"cannot make sense of {written!r}", where=option, cure=f"write {shape}")
    return left, right


def _is_database(name: str) -> bool:
    if name.startswith(("postgresql:", "sqlite:")):
        return True
    path = Path(name)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _now() -> datetime:
    return datetime.now(UTC)


def _since(value: str | None) -> Date | Snapshot | None:
    from pourparlers.dossier.changes import read_snapshot

    if value is None:
        return None
    try:
        return Date.fromisoformat(value)
    except ValueError:
        return read_snapshot(Path(value))


def _day(value: datetime | None) -> Date | None:
    return value.date() if value else None


def _interface(wanted: str | None) -> str:
    if wanted is None:
        return "fr" if (locale.getlocale(locale.LC_CTYPE)[0] or "").lower().startswith("fr") else "en"
    if wanted not in {"fr", "en"}:
        raise UsageError(f"no interface in {wanted!r}", where="--lang", cure="fr or en")
    return wanted


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)


def _write(path: Path, content: str | bytes) -> None:
    from pourparlers.exports import put

    put(content.encode() if isinstance(content, str) else content, path)


def _print_json(value: Any) -> None:  # noqa: ANN401
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _report_failures(corpus: Corpus) -> int:
    for failure in corpus.failures:
        typer.echo(f"pourparlers: {failure}", err=True)
    if not corpus.articles:
        return 1
    return 1 if corpus.failures else 0


def main() -> None:
    """Run the command line."""
    app()
