"""Tables of articles, as exporters really write them: every good row is an article, every bad one a line."""

import csv
import io
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.errors import EmptyError, FormatError, MetadataError, SourceError, TooLargeError, UsageError
from pourparlers.sources import Options, load, stream
from pourparlers.sources.columns import parse_columns
from pourparlers.sources.formats import read_material
from pourparlers.sources.material import of_bytes

TEXT = "The delegate said the talks would go on in {}."


def texts(data: bytes, label: str = "table.csv", **options):
    found = list(read_material(of_bytes(data, label, options=Options(**options))))
    return (
        [one.article for one in found if not isinstance(one, SourceError)],
        [one for one in found if isinstance(one, SourceError)],
    )


def test_a_table_as_media_research_tools_give_it():
    data = (
        "id,indexed_date,language,media_name,media_url,publish_date,title,url,text\r\n"
        'a1,2022-01-13 01:02:03,en,Harbour Courier,harbour.example,2022-01-12,"Talks, again",https://harbour.example/a,"'
        + TEXT.format("Oslo")
        + '\r\n\r\nHe added: ""No date is set."""\r\n'
    )
    (article,), failures = texts(data.encode())
    assert not failures
    assert article.name == "table.csv#1"
    assert article.text == TEXT.format("Oslo") + '\n\nHe added: "No date is set."'
    assert (article.title, article.outlet, article.language) == ("Talks, again", "Harbour Courier", "en")
    assert str(article.published) == "2022-01-12"
    assert article.url == "https://harbour.example/a"


@pytest.mark.parametrize(
    ("label", "delimiter", "encoding"),
    [
        ("a.csv", ",", "utf-8"),
        ("a.csv", ";", "utf-8-sig"),
        ("a.csv", ";", "cp1252"),
        ("a.tsv", "\t", "utf-8"),
        ("a.csv", "\t", "utf-16"),
        ("a.txt", "|", "utf-8"),
    ],
)
def test_delimiters_and_encodings(label, delimiter, encoding):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["Titre", "Texte", "Date de publication", "Source"])
    writer.writerow(
        ["À Genève", "« L’été sera décisif », a déclaré la déléguée à Genève.", "12/01/2022 00:00", "Le Môle"]
    )
    writer.writerow(
        ["Après", "La réunion est repoussée, a-t-elle précisé à la presse.", "25/01/2022", "Le Môle"]
    )
    articles, failures = texts(out.getvalue().encode(encoding), label)
    assert [one.title for one in articles] == ["À Genève", "Après"]
    assert "été" in articles[0].text
    assert str(articles[1].published) == "2022-01-25"
    assert [type(one) for one in failures] == [MetadataError]
    assert "line 2" in str(failures[0])


def test_the_user_names_the_columns():
    data = f"day,body,summary\n2022-01-12,wrong,{TEXT.format('Oslo')}\n".encode()
    (article,), _ = texts(data, columns={"text": "summary", "date": "day"})
    assert article.text == TEXT.format("Oslo")
    (error,) = texts(data, columns={"text": "corpus"})[1]
    assert "no column 'corpus', only day, body, summary" in str(error)


def test_a_table_without_texts_names_its_columns():
    articles, (error,) = texts(b"id,url,name\n1,https://a.example,b\n")
    assert not articles
    assert "only id, url, name" in str(error)
    assert "--columns text=COLUMN" in str(error)


def test_what_columns_may_be():
    assert parse_columns(["text=body,date=day", "page=p"]) == {"text": "body", "date": "day", "page": "p"}
    for bad in ("text", "text=", "words=body"):
        with pytest.raises(UsageError):
            parse_columns([bad])


def test_ragged_rows_are_named_by_their_line_and_alone_lost():
    rows = [f"{n},{TEXT.format(f'town {n}')}" for n in range(1, 6)]
    rows[1] += ",more,and more"
    rows[3] = "4"
    data = "\n".join(["id,text", *rows, ",,,", "", "6," + TEXT.format("town 6") + ",,"]).encode()
    articles, failures = texts(data)
    assert [one.name for one in articles] == [f"table.csv#{n}" for n in (1, 3, 5, 6)]
    assert isinstance(failures[0], FormatError)
    assert "line 3: 4 fields where the header has 2" in str(failures[0])
    assert isinstance(failures[1], EmptyError)
    assert "line 5" in str(failures[1])


def test_an_odd_quotation_mark_loses_its_own_row_alone():
    rows = [f'{n},"{TEXT.format(f"town {n}")}"' for n in range(1, 8)]
    rows[2] = rows[2][:-1]
    rows[5] = rows[5].replace("talks", 'the "talks')
    articles, failures = texts("\n".join(["id,text", *rows]).encode())
    assert [one.text[-7:-1] for one in articles] == [f"town {n}" for n in (1, 2, 4, 5, 7)]
    assert ["line 4" in str(failures[0]), "line 7" in str(failures[1])] == [True, True]


def test_quotation_marks_written_with_a_backslash():
    data = b'id,text\n1,"She said: \\"no\\", and\nleft the talks, he said."\n2,"All well, he said."\n'
    articles, failures = texts(data)
    assert not failures
    assert articles[0].text == 'She said: "no", and\nleft the talks, he said.'


def test_large_fields_and_nul_bytes():
    long = "The delegate said so. " * 20_000
    articles, failures = texts(f'id,text\n1,"{long}"\n2,"Then\x00 he\x00 left."\n'.encode())
    assert not failures
    assert len(articles[0].text) == len(long)
    assert articles[1].text == "Then he left."


def test_a_line_that_says_which_delimiter():
    articles, _ = texts(b"sep=;\r\nurl;text\r\nhttps://a.example/b;The delegate said so, twice.\r\n")
    assert articles[0].outlet == "a.example"


def test_a_table_with_a_line_of_half_a_gigabyte(tmp_path):
    file = tmp_path / "big.csv"
    with file.open("wb") as out:
        out.write(f"id,text\n1,{TEXT.format('Oslo')}\n".encode())
        out.seek(500_000_000)
        out.write(f"\n2,{TEXT.format('Bern')}\n".encode())
    start = time.monotonic()
    found = list(stream([file]))
    assert time.monotonic() - start < 20
    assert [type(one) for one in found if isinstance(one, SourceError)] == [TooLargeError]
    assert "line 3" in str(found[1])
    assert found[2].article.text == TEXT.format("Bern")


def test_a_large_table_is_read_as_it_is_asked_for(tmp_path):
    file = tmp_path / "big.csv"
    with file.open("w") as out:
        out.write("id,text\n")
        for number in range(20_000):
            out.write(f"{number},{TEXT.format(f'town {number}')} {'And so on. ' * 50}\n")
    items = stream([file])
    start = time.monotonic()
    assert next(items).article.name == "big.csv#1"
    assert time.monotonic() - start < 1


def test_bytes_kept_of_a_row_are_a_table_of_one_row():
    data = f"title,text\nOne,{TEXT.format('Oslo')}\nTwo,{TEXT.format('Bern')}\n".encode()
    _, second = read_material(of_bytes(data, "t.csv"))
    (again,) = read_material(of_bytes(second.body, "t.csv"))
    assert (again.article.text, again.article.title) == (second.article.text, "Two")


def test_json_lines_with_nested_values_and_bad_lines():
    lines = [
        json.dumps(
            {
                "headline": "Talks go on",
                "content": TEXT.format("Oslo"),
                "source": {"id": None, "name": "The Pier"},
                "authors": ["A. Quay", "B. Mole"],
                "publishedAt": "2022-01-12T23:30:00-05:00",
                "lang": "eng",
                "page": 4,
            }
        ),
        '{"content": "cut off',
        "[1, 2]",
        json.dumps({"content": None}),
        json.dumps({"id": 7}),
        json.dumps({"content": f"<p>{TEXT.format('Bern')}</p><p>He left.</p>", "publishedAt": 1641974400}),
    ]
    data = "\ufeff" + "\n".join(lines)
    found = list(read_material(of_bytes(data.encode(), "a.jsonl")))
    article = found[0].article
    assert (article.title, article.outlet, article.author) == ("Talks go on", "The Pier", "A. Quay, B. Mole")
    assert (str(article.published), article.language) == ("2022-01-12", "en")
    assert ("Page", "4") in found[0].headers
    failures = [one for one in found if isinstance(one, SourceError)]
    assert [f"line {n}" in str(one) for n, one in zip((2, 3, 4, 5), failures, strict=True)] == [True] * 4
    assert found[-1].article.text == TEXT.format("Bern") + "\n\nHe left."
    assert str(found[-1].article.published) == "2022-01-12"


def test_a_page_in_a_cell_is_read_as_a_page():
    page = f"<html><head><title>Talks</title></head><body><article><p>{TEXT.format('Oslo') * 5}</p></article></body></html>"
    (article,), _ = texts(json.dumps({"url": "https://a.example/b", "html": page}).encode(), "a.jsonl")
    assert article.text.endswith(TEXT.format("Oslo"))
    assert article.url == "https://a.example/b"


def test_parquet(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    import datetime

    table = pyarrow.table(
        {
            "maintext": [TEXT.format("Oslo"), None, TEXT.format("Bern")],
            "date_publish": [datetime.datetime(2022, 1, 12, 8), None, datetime.datetime(2022, 1, 13)],
            "source_domain": ["a.example", "a.example", "b.example"],
        }
    )
    parquet.write_table(table, tmp_path / "t.parquet")
    loaded = load([tmp_path / "t.parquet"])
    assert [(one.name, str(one.published), one.outlet) for one in loaded.articles] == [
        ("t.parquet#1", "2022-01-12", "a.example"),
        ("t.parquet#3", "2022-01-13", "b.example"),
    ]
    assert "row 2" in str(loaded.failures[0])
    data = (tmp_path / "t.parquet").read_bytes()
    (tmp_path / "cut.parquet").write_bytes(data[: len(data) // 2])
    (tmp_path / "not.parquet").write_bytes(b"id,name\n1,2\n")
    for name in ("cut.parquet", "not.parquet"):
        assert [type(one) for one in load([tmp_path / name]).failures] == [FormatError]


@pytest.mark.parametrize("label", ["a.csv", "a.tsv", "a.jsonl", "a.parquet"])
@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"id,text\n", b"\x00" * 50, bytes(range(256)) * 3, b"{", b'"']
)
def test_nothing_to_read_is_one_line(label, data):
    articles, failures = texts(data, label)
    assert not articles
    assert failures
    assert all("\n" not in str(one) and "a." in str(one) for one in failures)


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.binary(max_size=400), st.text('a,;"\n\r\t\\ é\x00', max_size=200).map(str.encode)),
    st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.parquet"]),
    st.booleans(),
)
def test_any_bytes_give_articles_or_errors(data, label, with_header):
    articles, failures = texts(b"id,text\n" * with_header + data, label)
    assert all(one.text for one in articles)
    assert all("\n" not in str(one) for one in failures)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(
            lambda one: f"He said {one}."
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(",;\t|"),
)
def test_what_a_csv_writer_writes_is_read_back(contents, delimiter):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["title", "text"])
    writer.writerows(["t", one] for one in contents)
    articles, failures = texts(out.getvalue().encode())
    assert not failures
    assert len(articles) == len(contents)
