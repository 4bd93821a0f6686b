import csv
import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparlers import __version__, exports
from pourparlers.dossier.build import state_of_play
from pourparlers.errors import OutputError, UsageError
from pourparlers.evaluation import read_gold, score
from pourparlers.evaluation.records import Record
from pourparlers.exports import brat
from pourparlers.exports import csv as comma
from pourparlers.exports.bundle import Bundle, file_names
from pourparlers.exports.dna import PASSWORD, hashed
from pourparlers.exports.rows import Table
from pourparlers.exports.stances import stances
from pourparlers.model import Act, Span
from report_dossier import DOSSIER, EMPTY
from talks import Talk, both

INSTALLED = [one for one in exports.FORMATS if one != "parquet" or find_spec("pyarrow")]
FORMULA = "=HYPERLINK(1)"


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def talks():
    text = (
        "Iran demands the lifting of sanctions.\r\n"
        '"We will never\nfreeze \U0001f4a7 enrichment," its envoy said. '
        "France rejects a ceasefire."
    )
    talk = Talk(text, "vienna/first round")
    talk.say("IRN", "request", "the lifting of sanctions", cue="demands", source="Iran")
    talk.say("IRN", "reject", "We will never\nfreeze \U0001f4a7 enrichment", cue="said", source="its envoy")
    talk.say("FRA", "reject", "a ceasefire", cue="rejects", source="France")
    return both(talk)


# ---------------------------------------------------------------- all formats


@pytest.mark.parametrize("name", INSTALLED)
def test_every_format_is_the_same_twice_and_says_who_made_it(name):
    first, second = (exports.render(DOSSIER, name, language="fr") for _ in range(2))
    assert first == second
    whole = b"".join(first.files.values()) if isinstance(first, Bundle) else first
    whole = whole if isinstance(whole, bytes) else whole.encode()
    assert __version__.encode() in whole
    assert b"test" in whole  # the model


@pytest.mark.parametrize("name", [one for one in INSTALLED if one != "icalendar"])
def test_every_format_takes_an_empty_state_of_play(name):
    assert exports.render(EMPTY, name) is not None


def test_an_unknown_format_or_option_is_named():
    with pytest.raises(UsageError, match="no format 'xls'"):
        exports.render(DOSSIER, "xls")
    with pytest.raises(UsageError, match="no option 'colour'"):
        exports.render(DOSSIER, "csv", colour=1)


@pytest.mark.parametrize("name", INSTALLED)
def test_half_a_surrogate_stops_no_format(name, tmp_path):
    broken = replace(DOSSIER.articles[1], text=f"\ud800{DOSSIER.articles[1].text[1:]}", outlet="\udc00")
    actors = tuple(replace(one, name=f"{one.name}\ud800") for one in DOSSIER.actors)
    state = replace(DOSSIER, articles=(DOSSIER.articles[0], broken, DOSSIER.articles[2]), actors=actors)
    assert exports.write(state, name, tmp_path / "out").exists()


def test_what_cannot_be_written_leaves_what_was_there(tmp_path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    with pytest.raises(OutputError) as error:
        exports.write(DOSSIER, "csv", full)
    assert "\n" not in str(error.value)
    with pytest.raises(OutputError):
        exports.write(DOSSIER, "atom", tmp_path / "missing" / "feed.atom")
    with pytest.raises(OutputError):
        exports.write(DOSSIER, "atom", full)
    assert [p.name for p in tmp_path.rglob("*")] == ["full", "mine.txt"]


def test_folders_and_zips_hold_the_same_files(tmp_path):
    folder = exports.write(DOSSIER, "csv", tmp_path / "tables")
    archive = exports.write(DOSSIER, "csv", tmp_path / "tables.zip")
    with zipfile.ZipFile(archive) as held:
        assert {n: held.read(n) for n in held.namelist()} == {
            p.name: p.read_bytes() for p in folder.iterdir()
        }
        assert {entry.date_time for entry in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    again = exports.write(DOSSIER, "csv", tmp_path / "again.zip")
    assert again.read_bytes() == archive.read_bytes()


@given(st.lists(st.text(max_size=30), max_size=8))
def test_file_names_stay_in_their_folder_and_differ(names):
    made = file_names(names)
    assert len({one.casefold() for one in made}) == len(names)
    assert all(one and "/" not in one and "\\" not in one and not one.startswith(".") for one in made)


def test_every_act_has_a_stance():
    assert set(stances()) == set(Act)


# ---------------------------------------------------------------- csv


def test_every_citation_gives_the_exact_words():
    texts = {article.name: article.text for article in DOSSIER.articles}
    seen = 0
    for text in exports.render(DOSSIER, "csv").files.values():
        for row in read(text.decode()):
            for column in row:
                if column.endswith("start") and row[column]:
                    stem = column[: -len("start")]
                    start, end = int(row[column]), int(row[f"{stem}end"])
                    doc = comma.plain(row[f"{stem}doc"])
                    assert texts[doc][start:end] == comma.plain(row[f"{stem}text"])
                    seen += 1
    assert seen > 50


def test_statements_come_back_from_csv(tmp_path):
    path = exports.write(DOSSIER, "csv", tmp_path / "statements.csv")
    rows = read(path.read_bytes().decode())
    assert [row["id"] for row in rows] == [one.id for one in DOSSIER.statements]
    assert [row["act"] for row in rows] == [one.act.value for one in DOSSIER.statements]
    assert [row["speaker_ids"].split("; ") for row in rows][5] == ["ostrand"]
    assert rows[0]["said_on"] == "2023-02-27"
    assert rows[0]["model"] == "test"


def test_the_matrix_counts_for_and_against():
    rows = read(exports.render(DOSSIER, "csv", only="matrix"))
    (row,) = [r for r in rows if (r["level"], r["id"], r["issue_id"]) == ("party", "VAL", "talks")]
    assert (row["statements"], row["for"], row["against"], row["neither"]) == ("2", "1", "0", "1")
    assert row["share_for"] == "0.5"


def test_no_cell_is_run_as_a_formula():
    hostile = replace(DOSSIER.articles[1], title=FORMULA, outlet=FORMULA, name="@SUM(1)")
    state = replace(DOSSIER, articles=(DOSSIER.articles[0], hostile, DOSSIER.articles[2]))
    rows = read(exports.render(state, "csv", only="statements"))
    assert rows[5]["outlet"] == f"'{FORMULA}"
    assert comma.plain(rows[5]["outlet"]) == FORMULA
    assert not any(value[:1] in tuple("=+-@\t\r") for row in rows for value in row.values() if value)


@given(st.text())
def test_cells_come_back_as_they_were(text):
    written = comma.to_csv(Table(("a", "b"), ((text, 1),)))
    ((_, _), (cell, _)) = csv.reader(io.StringIO(written, newline=""))
    assert comma.plain(cell) == text


# ---------------------------------------------------------------- parquet


def test_parquet_holds_the_tables_of_csv_with_types(tmp_path):
    storage = pytest.importorskip("pyarrow.parquet")
    made = exports.render(DOSSIER, "parquet").files
    for name, text in exports.render(DOSSIER, "csv").files.items():
        rows = read(text.decode())
        table = storage.read_table(io.BytesIO(made[name.replace(".csv", ".parquet")]))
        typed = [{k: "" if v is None else str(v) for k, v in row.items()} for row in table.to_pylist()]
        assert typed == [{k: comma.plain(v) for k, v in row.items()} for row in rows]
    path = exports.write(DOSSIER, "parquet", tmp_path / "statements.parquet")
    assert storage.read_schema(path).metadata[b"model"] == b"test"
    assert [str(storage.read_schema(path).field(n).type) for n in ("content_start", "id")] == [
        "int64",
        "string",
    ]


# ---------------------------------------------------------------- brat


def test_brat_scored_against_its_own_reading_is_perfect(tmp_path):
    articles, readings = talks()
    state = state_of_play(articles, readings)
    exports.write(state, "brat", tmp_path / "brat")
    documents = read_gold(tmp_path / "brat")
    records = [
        Record(content=one.content, source=one.source, cue=one.cue, id=one.id)
        for one in readings[0].attributions
    ]
    assert [document.text for document in documents] == [articles[0].text]
    scores = score(documents, {documents[0].name: records})
    assert scores.gold == scores.predicted == 3
    assert {rates.f1 for rates in (*scores.tokens.values(), *scores.matches.values())} == {1.0}
    assert scores.source == 1.0


def test_brat_gives_a_list_of_demands_as_the_one_thing_said(tmp_path):
    talk = Talk("Iran demanded the release of prisoners and the lifting of sanctions.")
    talk.say("IRN", "request", "the release of prisoners and the lifting of sanctions", cue="demanded")
    articles, readings = both(talk)
    state = state_of_play(articles, readings)
    assert len(state.statements) == 2
    exports.write(state, "brat", tmp_path / "brat")
    ((record,),) = (document.records for document in read_gold(tmp_path / "brat"))
    assert record.content == readings[0].attributions[0].content


def test_brat_of_the_example_is_scored_as_perfect(example, example_state, tmp_path):
    from pourparlers import pipeline

    exports.write(example_state, "brat", tmp_path / "brat", readings=example.readings)
    documents = read_gold(tmp_path / "brat")
    scores = score(documents, pipeline.predictions(pipeline.read_documents(documents)))
    assert scores.gold == scores.predicted > 100
    assert {rates.f1 for rates in (*scores.tokens.values(), *scores.matches.values())} == {1.0}
    assert scores.source == scores.act == 1.0


def test_brat_lines_follow_the_standard():
    made = brat.write(DOSSIER).files
    assert set(made) == {
        "annotation.conf",
        "_b_bad__b_.txt",
        "_b_bad__b_.ann",
        "bay.txt",
        "bay.ann",
        "port.txt",
        "port.ann",
    }
    for name, content in made.items():
        if not name.endswith(".ann"):
            continue
        text = made[name.replace(".ann", ".txt")].decode()
        keys = [line.split("\t")[0] for line in content.decode().split("\n")[:-1]]
        assert len(keys) == len(set(keys))
        for line in content.decode().split("\n")[:-1]:
            key, *rest = line.split("\t")
            if key.startswith("T"):
                kind, _, offsets = rest[0].partition(" ")
                spans = [Span(*map(int, pair.split())) for pair in offsets.split(";")]
                words = " ".join(text[a:b] for a, b in spans)
                assert kind in ("Attribution", "Source", "Cue", "Content")
                assert "\n" not in words
                assert rest[1] == words
            elif key.startswith("A"):
                assert len(rest[0].split(" ")) == 3


# ---------------------------------------------------------------- dna


def opened(state):
    base = sqlite3.connect(":memory:")
    base.deserialize(exports.render(state, "dna"))
    return base


def test_a_dna_file_keeps_its_constraints():
    base = opened(DOSSIER)
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    kinds = dict(base.execute("SELECT Label, ID FROM STATEMENTTYPES"))
    variables = dict(base.execute("SELECT Variable, DataType FROM VARIABLES WHERE StatementTypeId = 1"))
    assert kinds["DNA Statement"] == 1
    assert variables["agreement"] == "boolean"
    assert {variables[name] for name in ("person", "organization", "concept")} == {"short text"}
    for table, data in (
        ("DATASHORTTEXT", "short text"),
        ("DATALONGTEXT", "long text"),
        ("DATABOOLEAN", "boolean"),
    ):
        missing = base.execute(
            "SELECT COUNT(*) FROM STATEMENTS s JOIN VARIABLES v ON v.StatementTypeId = s.StatementTypeId "
            f"AND v.DataType = ? LEFT JOIN {table} d ON d.StatementId = s.ID AND d.VariableId = v.ID "
            "WHERE d.ID IS NULL",
            (data,),
        ).fetchone()
        assert missing == (0,)
    with pytest.raises(sqlite3.IntegrityError):
        base.execute("INSERT INTO STATEMENTS (DocumentId, Start, Stop) VALUES (1, 9, 9)")


def test_dna_statements_say_who_is_for_and_against():
    rows = opened(DOSSIER).execute(
        "SELECT p.Value, o.Value, c.Value, b.Value FROM STATEMENTS s "
        "JOIN DATABOOLEAN b ON b.StatementId = s.ID "
        "JOIN DATASHORTTEXT dp ON dp.StatementId = s.ID JOIN ENTITIES p ON p.ID = dp.Entity "
        "JOIN VARIABLES vp ON vp.ID = dp.VariableId AND vp.Variable = 'person' "
        "JOIN DATASHORTTEXT do ON do.StatementId = s.ID JOIN ENTITIES o ON o.ID = do.Entity "
        "JOIN VARIABLES vo ON vo.ID = do.VariableId AND vo.Variable = 'organization' "
        "JOIN DATASHORTTEXT dc ON dc.StatementId = s.ID JOIN ENTITIES c ON c.ID = dc.Entity "
        "JOIN VARIABLES vc ON vc.ID = dc.VariableId AND vc.Variable = 'concept' ORDER BY s.ID"
    )
    assert next(iter(rows)) == ("Anna Kern", "Valdor", "Share of the catch", 1)


def test_dna_offsets_count_utf16_units_in_lf_texts():
    state = state_of_play(*talks())
    base = opened(state)
    (text,) = base.execute("SELECT Text FROM DOCUMENTS").fetchone()
    assert "\r" not in text
    units = text.encode("utf-16-le")
    found = {
        units[2 * start : 2 * stop].decode("utf-16-le")
        for start, stop in base.execute("SELECT Start, Stop FROM STATEMENTS")
    }
    assert found == {"the lifting of sanctions", "We will never\nfreeze \U0001f4a7 enrichment", "a ceasefire"}


def test_long_texts_fit_the_short_columns_of_dna():
    long = replace(DOSSIER, issues=tuple(replace(i, labels={"en": "x" * 400}) for i in DOSSIER.issues))
    (longest,) = opened(long).execute("SELECT MAX(LENGTH(Value)) FROM ENTITIES").fetchone()
    assert longest == 190


def test_the_password_of_dna_is_salted_sha256():
    assert len(hashed(PASSWORD)) == 64
    assert hashed(PASSWORD) != hashed("other")


# ---------------------------------------------------------------- json-ld


def test_annotations_point_at_their_words():
    made = json.loads(exports.render(DOSSIER, "jsonld"))
    texts = {f"urn:pourparlers:article:{a.id}": a.text for a in DOSSIER.articles}
    texts["urn:pourparlers:article:x%2F1%20%26"] = DOSSIER.articles[0].text
    items = made["first"]["items"]
    assert made["total"] == len(items) == len(DOSSIER.statements)
    for item in items:
        for target in item["target"]:
            position, quoted = target["selector"]
            text = texts[target["source"]]
            assert text[position["start"] : position["end"]] == quoted["exact"]
            assert text[: position["start"]].endswith(quoted["prefix"])
            assert text[position["end"] :].startswith(quoted["suffix"])
    assert items[0]["body"]["schema:spokenByCharacter"][0]["schema:name"] == "Anna Kern"


def test_json_ld_reads_as_triples():
    rdflib = pytest.importorskip("rdflib")
    made = json.loads(exports.render(DOSSIER, "jsonld"))
    oa = "http://www.w3.org/ns/oa#"
    local = {  # the terms used of the W3C context, which is not fetched
        "id": "@id",
        "type": "@type",
        "oa": oa,
        "Annotation": f"{oa}Annotation",
        "TextQuoteSelector": f"{oa}TextQuoteSelector",
        "target": {"@id": f"{oa}hasTarget", "@type": "@id"},
        "body": {"@id": f"{oa}hasBody", "@type": "@id"},
        "selector": {"@id": f"{oa}hasSelector", "@type": "@id"},
        "source": {"@id": f"{oa}hasSource", "@type": "@id"},
        "exact": f"{oa}exact",
        "first": {"@id": "https://www.w3.org/ns/activitystreams#first", "@type": "@id"},
        "items": {"@id": "https://www.w3.org/ns/activitystreams#items", "@container": "@list"},
    }
    assert made["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    made["@context"][0] = local
    graph = rdflib.Graph().parse(data=json.dumps(made), format="json-ld")
    kinds = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{oa}Annotation")))
    quotations = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef("https://schema.org/Quotation")))
    assert len(kinds) == len(quotations) == len(DOSSIER.statements)
    derived = rdflib.URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")
    assert len(list(graph.subject_objects(derived))) == len(DOSSIER.statements)
