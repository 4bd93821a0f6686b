"""Files, folders, globs and standard input become articles with their text untouched."""

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.errors import EmptyError, MetadataError, NotFoundError, SourceError
from pourparlers.model import DateSource, RegionKind
from pourparlers.sources import load, read_bytes
from pourparlers.sources.language import detect

BODY = (
    "Le ministre a déclaré mardi que les discussions reprendraient à Vienne. "
    "Son homologue n'a pas souhaité répondre aux questions de la presse."
)
PAGE = """<html lang="fr"><head><title>Reprise des discussions</title>
<meta property="og:site_name" content="Le Quotidien"><meta name="author" content="Jeanne Martin">
<meta property="article:published_time" content="2022-01-11T10:00:00Z"></head>
<body><nav><a href="/">Accueil</a></nav><article><h1>Reprise des discussions</h1>
<p>{body}</p><p>{body} Rien n'est acquis.</p></article></body></html>"""


def one(path, **options):
    loaded = load([path], **options)
    assert loaded.failures == ()
    return loaded.articles[0]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_text_is_what_python_reads(tmp_path, newline):
    file = tmp_path / "note.txt"
    file.write_bytes(f"Titre{newline}{newline}{BODY}  {newline}".encode())
    assert one(file).text == file.read_text(encoding="utf8")


def test_a_byte_order_mark_stays_and_is_not_body(tmp_path):
    file = tmp_path / "mark.txt"
    file.write_bytes(f"\ufeffReprise des discussions\n\n{BODY}".encode())
    article = one(file)
    assert article.text == file.read_text(encoding="utf8")
    assert article.title == "Reprise des discussions"
    assert [region.kind for region in article.regions] == [RegionKind.FRONT_MATTER]


@pytest.mark.parametrize("codec", ["cp1252", "iso8859_15", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_found_out(tmp_path, codec):
    file = tmp_path / "old.txt"
    file.write_bytes(BODY.encode(codec))
    assert one(file).text == BODY


def test_cyrillic_encodings_are_told_apart(tmp_path):
    text = "Министр заявил, что переговоры будут продолжены на следующей неделе в Вене. " * 3
    for codec in ("cp1251", "koi8_r", "cp866"):
        assert read_bytes(text.encode(codec), codec).text == text


def test_front_matter_is_read_and_marked(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(
        "---\ntitle: Reprise\ndate: 2022-01-12\noutlet: Le Quotidien\nlanguage: fr-CA\nurl: https://a.example/1\n"
        f"author: Jeanne Martin\nother: [1, 2]\n---\nReprise\n\n{BODY}",
        encoding="utf8",
    )
    article = one(file, date=date(2020, 1, 1))
    assert (article.published, article.date_source) == (date(2022, 1, 12), DateSource.FRONT_MATTER)
    assert (article.outlet, article.author, article.language) == ("Le Quotidien", "Jeanne Martin", "fr")
    assert article.text == file.read_text(encoding="utf8")
    assert article.regions[0].kind is RegionKind.FRONT_MATTER
    assert article.text[: article.regions[0].span.end].endswith("---")
    assert article.text[slice(*article.title_span)] == "Reprise"
    assert article.title_span.start > article.regions[0].span.end


def test_a_ruled_text_is_not_front_matter(tmp_path):
    file = tmp_path / "ruled.txt"
    file.write_text(f"---\nUn porte-parole : « Rien »\n---\n{BODY}", encoding="utf8")
    article = one(file)
    assert RegionKind.FRONT_MATTER not in {region.kind for region in article.regions}


def test_a_json_beside_the_text_is_read(tmp_path):
    (tmp_path / "a.txt").write_text(BODY, encoding="utf8")
    (tmp_path / "a.json").write_text(
        '{"doc": "a", "attributions": [{"source": {"start": 0}}]}', encoding="utf8"
    )
    (tmp_path / "a.meta.json").write_text(
        '{"date": "2022-01-12T08:00:00+01:00", "title": "Reprise"}', encoding="utf8"
    )
    article = one(tmp_path / "a.txt")
    assert (article.published, article.date_source) == (date(2022, 1, 12), DateSource.SIDECAR)
    assert (article.title, article.title_span) == ("Reprise", None)


def test_front_matter_comes_before_the_file_beside(tmp_path):
    (tmp_path / "a.txt").write_text(f"---\ndate: 2022-01-12\n---\n{BODY}", encoding="utf8")
    (tmp_path / "a.json").write_text('{"date": "2022-01-13", "outlet": "Le Soir"}', encoding="utf8")
    article = one(tmp_path / "a.txt")
    assert (article.published, article.outlet) == (date(2022, 1, 12), "Le Soir")


def test_the_date_argument_fills_what_is_unknown(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(BODY, encoding="utf8")
    assert one(file).date_source is DateSource.UNKNOWN
    article = one(file, date=date(2022, 1, 12))
    assert (article.published, article.date_source) == (date(2022, 1, 12), DateSource.ARGUMENT)


@pytest.mark.parametrize(
    "block",
    [
        "date: 2022-02-30",
        "date: 12/01/2022",
        "date: 0001-01-01",
        "date: [2022-01-12, 2022-01-13]",
        "date: 2022-01-12\ndate: 2022-01-13",
        "language: la langue de Voltaire",
        "title: {a: b}",
        "title: &x Paix\nauthor: *x",
        "title: " + "[" * 500,
        "title: a\n\tb: : c",
    ],
)
def test_metadata_that_cannot_be_used_is_named(tmp_path, block):
    file = tmp_path / "a.txt"
    file.write_text(f"---\n{block}\n---\n{BODY}", encoding="utf8")
    loaded = load([file])
    assert loaded.articles == ()
    assert isinstance(loaded.failures[0], MetadataError)
    assert str(file) in str(loaded.failures[0])
    assert "\n" not in str(loaded.failures[0])


def test_two_files_beside_that_disagree_are_an_error(tmp_path):
    (tmp_path / "a.txt").write_text(BODY, encoding="utf8")
    (tmp_path / "a.json").write_text('{"date": "2022-01-12"}', encoding="utf8")
    (tmp_path / "a.meta.json").write_text('{"date": "2022-01-13"}', encoding="utf8")
    (failure,) = load([tmp_path / "a.txt"]).failures
    assert "2022-01-12" in str(failure)
    assert "2022-01-13" in str(failure)


@pytest.mark.parametrize(
    "line",
    [
        "mercredi 12 janvier 2022 à 16h39",
        "Avec agences, publié le mercredi 12 janvier 2022 à 16h39",
        "Published January 12, 2022",
        "Mittwoch, 12. Januar 2022, 14:30 Uhr",
        "12 de enero de 2022",
    ],
)
def test_a_line_that_only_says_when_gives_the_date_of_a_plain_text(line):
    article = read_bytes(f"Reprise des discussions\n\n{line}\n\n{BODY}".encode(), "note")
    assert (article.published, article.date_source) == (date(2022, 1, 12), DateSource.PAGE)
    assert article.title == "Reprise des discussions"
    assert [r.kind for r in article.regions] == [RegionKind.BYLINE]


@pytest.mark.parametrize(
    "line", ["Accord du 12 janvier 2022", "Acuerdo de 12 de enero de 2022", "Le 12 janvier, tout bascule"]
)
def test_a_title_with_a_date_in_it_says_nothing_of_when_it_was_published(line):
    article = read_bytes(f"{line}\n\n{BODY}".encode(), "note")
    assert article.published is None
    assert article.title == line


def test_a_date_that_is_given_goes_before_one_that_is_printed():
    data = f"---\ndate: 2022-02-01\n---\nReprise\n\n12 janvier 2022\n\n{BODY}".encode()
    assert read_bytes(data, "note").published == date(2022, 2, 1)


def test_a_first_line_that_stands_alone_is_the_title():
    article = read_bytes(f"Reprise des discussions à Vienne\n\n{BODY}".encode(), "a")
    assert article.title == "Reprise des discussions à Vienne"
    assert article.text[slice(*article.title_span)] == article.title


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"Le ministre s'est exprimé mardi.\n\n{BODY}",
        "Reprise des discussions",
        "Le ministre des Affaires étrangères a\ndéclaré que les discussions\nreprendraient à Vienne\nen mars",
        f"VIENNE (AFP) - Les discussions reprennent lentement ici\n\n{BODY}",
    ],
)
def test_a_first_line_of_body_is_no_title(text):
    article = read_bytes(text.encode(), "a")
    assert (article.title, article.title_span) == (None, None)


def test_a_page_gives_its_title_its_paragraphs_and_what_it_says(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(PAGE.format(body=BODY), encoding="utf8")
    article = one(file)
    assert article.text.startswith(f"Reprise des discussions\n\n{BODY}")
    assert "Accueil" not in article.text
    assert (article.title, article.outlet, article.author) == (
        "Reprise des discussions",
        "Le Quotidien",
        "Jeanne Martin",
    )
    assert (article.published, article.date_source) == (date(2022, 1, 11), DateSource.PAGE)
    assert article.language == "fr"


def test_a_page_cut_short_is_still_read(tmp_path):
    whole = PAGE.format(body=BODY)
    file = tmp_path / "cut.html"
    file.write_text(whole[: whole.index("Rien n'est")], encoding="utf8")
    assert BODY in one(file).text


def test_folders_globs_and_standard_input(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in (
        "z.txt",
        "b/a.txt",
        "b/README.md",
        ".secret.txt",
        ".hidden/h.txt",
        "picture.jpg",
        "note.json",
    ):
        (tmp_path / name).write_text(f"{{}} {name} {BODY}", encoding="utf8")
    (tmp_path / "note.json").write_text("{}", encoding="utf8")
    assert [article.name for article in load([tmp_path]).articles] == ["z", "a"]
    assert [article.name for article in load([str(tmp_path / "**/*.txt")]).articles] == ["a", "z"]
    assert len(load([tmp_path, tmp_path / "z.txt", str(tmp_path / "*.txt")]).articles) == 2
    assert load(["-"], stdin=io.BytesIO(BODY.encode())).articles[0].name == "stdin"


def test_what_does_not_exist_is_said(tmp_path):
    (tmp_path / "empty").mkdir()
    loaded = load([tmp_path / "no.txt", str(tmp_path / "*.zzz"), tmp_path / "empty", ""])
    assert [type(failure) for failure in loaded.failures] == [
        NotFoundError,
        NotFoundError,
        EmptyError,
        NotFoundError,
    ]


def test_progress_is_told(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(BODY, encoding="utf8")
    told = []
    load([tmp_path], on_progress=lambda *step: told.append(step))
    assert told == [(1, 2, "a"), (2, 2, "b")]


def test_the_id_is_of_the_content():
    first, second = (read_bytes(f"{BODY}{end}".encode(), name) for name, end in (("a", ""), ("b", "\n\n")))
    assert first.id == second.id
    assert first.id != read_bytes(f"{BODY} Non.".encode(), "a").id


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le président a reçu hier les délégations des deux pays pour une réunion de travail."),
        ("en", "The president met the delegations of the two countries for a working session on Monday."),
        ("de", "Der Präsident hat am Montag die Delegationen der beiden Länder zu einem Treffen empfangen."),
        ("es", "El presidente recibió el lunes a las delegaciones de los dos países para una reunión."),
        ("it", "Il presidente ha ricevuto lunedì le delegazioni dei due paesi per una riunione di lavoro."),
        ("pt", "O presidente recebeu na segunda-feira as delegações dos dois países para uma reunião."),
        ("pl", "Prezydent przyjął w poniedziałek delegacje obu państw na spotkanie, które nie było jawne."),
        ("ru", "Президент принял в понедельник делегации двух стран, и это была рабочая встреча."),
        ("uk", "Президент прийняв у понеділок делегації двох країн, і це була робоча зустріч."),
        (
            "tr",
            "Cumhurbaşkanı pazartesi günü iki ülkenin heyetlerini bir çalışma toplantısı için kabul etti.",
        ),
        ("ar", "استقبل الرئيس يوم الاثنين وفدي البلدين في اجتماع عمل على أن تستمر المحادثات بعد ذلك."),
        ("und", "Ο πρόεδρος συναντήθηκε με τις αντιπροσωπείες των δύο χωρών."),
    ],
)
def test_the_language_is_found_out(language, text):
    assert detect(text) == language


def article_or_error(data, **options):
    try:
        return read_bytes(data, "a", **options)
    except SourceError as error:
        return error


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400), st.booleans())
def test_arbitrary_bytes_give_an_article_or_a_source_error(data, is_page):
    found = article_or_error(data, is_page=is_page)
    assert "\n" not in str(found) if isinstance(found, SourceError) else found.text


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_arbitrary_text_is_kept_as_python_reads_it(text):
    found = article_or_error(text.encode(), is_page=False)
    assert (
        isinstance(found, SourceError)
        or found.text == io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf8").read()
    )


def test_a_path_is_never_taken_for_a_pattern(tmp_path):
    (tmp_path / "a[1].txt").write_text(BODY, encoding="utf8")
    assert load([Path(tmp_path / "a[1].txt")]).failures == ()
    assert load([str(tmp_path / "a[1].txt")]).failures == ()
