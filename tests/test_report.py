from __future__ import annotations

import io
import re
import tomllib
from dataclasses import replace
from datetime import date
from importlib import resources
from itertools import pairwise

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from pourparlers.errors import UsageError
from pourparlers.model import (
    Act,
    Article,
    Evidence,
    MeetingStatus,
    Region,
    RegionKind,
    Span,
    Statement,
    StateOfPlay,
)
from pourparlers.report import html, markdown, terminal
from pourparlers.report.brief import brief
from pourparlers.report.pen import wrapped
from pourparlers.report.sayings import without
from pourparlers.report.text import balanced, differing, one_line, shorten, visible
from pourparlers.report.wording import languages, wording
from report_dossier import DOSSIER, EMPTY, HOSTILE, bad, evidence, fr

LANGUAGES = ("en", "fr")


def printed(state: StateOfPlay, language: str, width: int = 80) -> str:
    out = io.StringIO()
    terminal.render(state, language=language, console=Console(file=out, width=width))
    return out.getvalue()


# ---------------------------------------------------------------- labels


def keys(table: dict) -> set[str]:
    return {f"{section}.{key}" for section, entries in table.items() for key in entries}


def raw(language: str) -> dict:
    file = resources.files("pourparlers.report") / "labels" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def test_labels_have_the_same_keys_and_fields_in_every_language():
    assert languages() == LANGUAGES
    fields = re.compile(r"{(\w+)}")
    english, french = raw("en"), raw("fr")
    assert keys(english) == keys(french)
    for section, entries in english.items():
        for key, text in entries.items():
            assert set(fields.findall(str(text))) == set(fields.findall(str(french[section][key]))), (
                f"{section}.{key}"
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_the_model_has_a_label(language):
    table = raw(language)
    for section, kinds in (("act", Act), ("status", MeetingStatus), ("region", RegionKind)):
        assert {kind.value.replace("_", "-") for kind in kinds} <= set(table[section])


def test_french_labels_have_narrow_spaces_and_curly_apostrophes():
    words = wording("fr")
    entries = [entry for entries in words.table.values() for entry in entries.values()]
    texts = [text for entry in entries for text in (entry.values() if isinstance(entry, dict) else [entry])]
    assert not re.search(r"[ \u00a0][;:!?»]|« |'", "\n".join(texts))
    assert words.quoted("mots") == "«\u202fmots\u202f»"
    assert words("page.title", parties="A") == "A\u202f: état des pourparlers"


def test_an_interface_that_does_not_exist_is_a_usage_error():
    with pytest.raises(UsageError, match="'xx'"):
        wording("xx")


def test_kinds_without_a_label_read_as_plain_words():
    assert wording("en").kind("clash-kind", "offer_spurned") == "offer spurned"
    assert wording("fr").kind("act", "assess_positive") == "juge positif"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("2022-01-12", "12 janvier 2022", "12 January 2022"),
        ("2022-02-01", "1er février 2022", "1 February 2022"),
        ("2021-06", "juin 2021", "June 2021"),
        ("2022", "2022", "2022"),
        ("2022-W02", "semaine du 10 janvier 2022", "week of 10 January 2022"),
        ("2022-01-12T14:00", "12 janvier 2022", "12 January 2022"),
        (
            "2022-01-10/2022-01-12",
            "du 10 janvier 2022 au 12 janvier 2022",
            "10 January 2022 to 12 January 2022",
        ),
        ("2022-13-40", "2022-13-40", "2022-13-40"),
        ("jeudi", "jeudi", "jeudi"),
        (None, "", ""),
        (date(2022, 1, 12), "12 janvier 2022", "12 January 2022"),
    ],
)
def test_dates_full_partial_and_odd(value, french, english):
    assert wording("fr").day(value) == french
    assert wording("en").day(value) == english


def test_plurals_follow_the_language():
    assert wording("fr")("matrix.statements", n=0) == "0 déclaration"
    assert wording("en")("matrix.statements", n=0) == "0 statements"
    assert wording("en")("matrix.statements", n=1) == "1 statement"


# ---------------------------------------------------------------- text


def test_control_and_bidi_characters_become_visible():
    assert visible("a\u202eb\u2066c\x1b[31m\x00\x85\ud800") == "a[U+202E]b[U+2066]c␛[31m␀[U+0085]\ufffd"
    assert visible("Ωмир مرحبا\tx\n") == "Ωмир مرحبا\tx\n"
    assert one_line(" a\n\n b ") == "a b"


def test_a_long_quote_is_cut_at_a_word_and_says_so():
    assert shorten("one two three four", 12) == "one two […]"
    assert shorten("short", 12) == "short"


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ('he said "no way" to it', 'no way" to it', '"no way" to it'),
        ('he saw "no way', 'saw "no way', 'saw "no way'),
        ("il voit « peu de raisons » ici", "voit « peu de raisons", "voit « peu de raisons »"),
        ("il voit « peu » ici", "peu » ici", "« peu » ici"),
        ('all "quoted" whole', "quoted", "quoted"),
        ('avoid "any error" that "ruins" it', 'any error" that "ruins', '"any error" that "ruins"'),
        ("saw him as a 'lost cause.' Then", "him as a 'lost cause.", "him as a 'lost cause.'"),
        ("the state's own 'offer' stands", "state's own 'offer", "state's own 'offer'"),
        ("l'accord d'hier", "l'accord d", "l'accord d"),
    ],
)
def test_a_quote_takes_the_partner_of_its_quotation_mark(text, words, shown):
    start = text.index(words)
    first, last = balanced(text, start, start + len(words))
    assert text[first:last] == shown


def test_differing_words_are_marked_on_both_sides():
    a, b = differing("the talks were good and long", "the talks were bad and long")
    assert [text for text, differs in a if differs] == ["good"]
    assert [text for text, differs in b if differs] == ["bad"]
    assert differing("wholly other", "nothing shared here") == (
        (("wholly other", False),),
        (("nothing shared here", False),),
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_differing_loses_nothing(a, b):
    for whole, parts in zip((a, b), differing(a, b), strict=True):
        assert "".join(text for text, _ in parts) == whole


def test_a_condition_is_cut_out_of_the_content_at_exact_offsets():
    content = (Evidence("a", 0, 10), Evidence("a", 12, 30))
    assert without(content, Evidence("a", 15, 20)) == (
        Evidence("a", 0, 10),
        Evidence("a", 12, 15),
        Evidence("a", 20, 30),
    )
    assert without(content, Evidence("a", 0, 10)) == (Evidence("a", 12, 30),)
    assert without(content, Evidence("b", 0, 10)) == content


# ---------------------------------------------------------------- the brief in words


def test_facts_count_copies_once_and_name_what_has_no_date():
    facts = brief(DOSSIER, language="en").facts
    assert facts[0] == "3 articles"
    assert "1 copy, counted once with its original" in facts
    assert "3 outlets: Bay Herald, La Gazette and Le Phare" in facts
    assert "1 article without an outlet" in facts
    assert "From 1 March 2023 to 2 March 2023" in facts
    assert "1 article without a date" in facts


def test_rows_come_by_contention_and_columns_by_weight():
    matrix = brief(DOSSIER, language="en").matrix
    assert matrix.columns == ("Valdor", "Estoria", "South Isle")
    assert [row.issue for row in matrix.rows] == [
        "Share of the catch",
        "Fermeture des ports",
        "Outcome of the talks",
    ]
    assert matrix.rows[0].contention == "1 clash · at a deadlock since 27 Feb 2023"
    assert matrix.rows[1].issue_language == "fr"


def test_a_joint_position_stands_with_each_party_on_its_issue():
    quota, ports, _ = brief(DOSSIER, language="en").matrix.rows
    held = [
        (s.party, s.issue)
        for row in (ports, quota)
        for cell in row.cells
        for s in cell.stances
        if "give up" in s.quote.text
    ]
    assert sorted(held) == [("Estoria", "Share of the catch"), ("South Isle", "Share of the catch")]
    anchors = [s.anchor for row in (ports, quota) for cell in row.cells for s in cell.stances]
    assert len(set(anchors)) == len(anchors)
    assert brief(DOSSIER, language="en").clashes[0].b.party == "Estoria and South Isle"


def test_the_press_stands_apart():
    whole = brief(DOSSIER, language="en")
    assert "Press" not in whole.matrix.columns
    assert whole.apart.columns == ("Press",)
    assert "Press" not in whole.title


def test_a_condition_is_told_apart_from_what_follows_from_it():
    (saying,) = brief(DOSSIER, language="fr").conditions
    assert saying.condition.text == "si l'Estorie maintient ses chalutiers"
    assert [quote.text for quote in saying.words] == ["Nous fermerons nos ports"]


def test_quotes_stand_where_they_say():
    whole = brief(DOSSIER, language="en")
    by_number = {
        report.number: article
        for report in whole.reports
        for article in DOSSIER.articles
        if one_line(article.name) == report.name
    }
    quotes = [stance.quote for row in whole.matrix.rows for cell in row.cells for stance in cell.stances]
    for quote in quotes:
        assert one_line(by_number[quote.article].text[quote.start : quote.end]) == quote.text


def test_the_same_state_gives_the_same_bytes_whatever_the_order_of_articles():
    turned = replace(DOSSIER, articles=DOSSIER.articles[::-1])
    for language in LANGUAGES:
        assert html.render(DOSSIER, language=language) == html.render(turned, language=language)
        assert markdown.render(DOSSIER, language=language) == markdown.render(turned, language=language)


spans = st.tuples(st.integers(0, 40), st.integers(1, 12))


@settings(max_examples=60, deadline=None)
@given(st.text("ab \n«»", min_size=1, max_size=50), st.lists(st.tuples(spans, spans, spans), max_size=6))
def test_highlights_may_overlap_in_any_way_and_lose_no_letter(text, layers):
    def cut(span: tuple[int, int]) -> Evidence | None:
        start, end = span[0], min(span[0] + span[1], len(text))
        return Evidence("a", start, end) if start < end else None

    statements = tuple(
        Statement(f"s{n}", "a", f"{n}", (), ("P",), Act.STATE, (), (content,), cut(cue), cut(source))
        for n, (content, cue, source) in enumerate((cut(c), v, s) for c, v, s in layers)
        if content
    )
    state = replace(EMPTY, articles=(Article("a", "a", text, "fr"),), statements=statements)
    (report,) = brief(state, language="en").reports
    pieces = [piece for block in report.blocks for piece in block.pieces]
    lines = [line for line in text.split("\n") if line.strip()]
    assert ["".join(piece.text for piece in block.pieces) for block in report.blocks] == lines
    anchors = [anchor for piece in pieces for anchor in piece.anchors]
    assert len(anchors) == len(set(anchors))
    if lines:
        assert {f"a1-{statement.content[0].start}" for statement in statements} <= set(anchors)
        noted = [note.number for block in report.blocks for note in block.notes]
        assert sorted(noted) == sorted(ref for piece in pieces for ref in piece.refs)


def test_nested_content_source_cue_and_regions_are_told_apart():
    report = next(report for report in brief(DOSSIER, language="fr").reports if report.outlet == "La Gazette")
    pieces = [piece for block in report.blocks for piece in block.pieces]
    by_text = {piece.text: piece for piece in pieces}
    assert by_text["utiles"].depth == 2
    assert by_text["jugeait"].classes == "c1 v"
    assert by_text["exige"].classes == "v"
    assert report.blocks[0].title
    assert report.blocks[1].region == "légende · crédit photo"
    assert next(piece for piece in pieces if piece.tag).text == "Port-Clair –"


def test_the_lines_of_one_region_are_one_block():
    text = '---\ntitle: A\noutlet: B\n---\n\nHe said. "Yes".\n'
    front = Region(RegionKind.FRONT_MATTER, Span(0, text.index("\n\n")))
    statement = Statement("s", "a", "s", (), ("P",), Act.STATE, (), (evidence_in(text, "He said"),))
    state = replace(
        EMPTY, articles=(Article("a", "a", text, "en", regions=(front,)),), statements=(statement,)
    )
    (report,) = brief(state, language="en").reports
    assert [block.region for block in report.blocks] == ["front matter", ""]
    assert [piece.text for piece in report.blocks[1].pieces] == ["He said", ".", ' "Yes".']


def evidence_in(text: str, words: str) -> Evidence:
    return Evidence("a", text.index(words), text.index(words) + len(words))


# ---------------------------------------------------------------- the page


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(html.render(DOSSIER, language=request.param))


def test_every_link_inside_the_page_has_one_target(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    inside = {href[1:] for href in page.xpath("//@href") if href.startswith("#")}
    assert inside <= set(ids)
    outside = [href for href in page.xpath("//@href") if not href.startswith("#")]
    assert outside == ["https://gazette.example/peche"]


def test_every_cell_leads_to_its_sentence_and_the_sentence_back(page):
    for stance in page.xpath("//*[@class='stance']"):
        place = stance.xpath(".//a[@class='to']/@href")[0][1:]
        assert page.get_element_by_id(place).xpath("ancestor::details[contains(@class, 'report')]")
        back = page.xpath(f"//ol[@class='notes']//a[@href='#{stance.get('id')}']")
        assert back, stance.get("id")


def test_nothing_in_the_page_comes_from_elsewhere_or_runs(page):
    assert not page.xpath("//script | //img | //link | //iframe | //object | //@style | //@src")
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not re.search(r"url\(|@import", page.xpath("//style")[0].text_content())


def test_hostile_text_is_shown_and_not_obeyed(page):
    text = page.get_element_by_id("articles").text_content()
    assert "<script>document.title='owned'</script>" in text
    assert "{{ 7 * 7 }}" in text
    assert "[U+202E]reversed[U+202C]" in text
    assert "\u202e" not in page.text_content()
    assert not any("javascript:" in href for href in page.xpath("//@href"))
    assert len(page.xpath("//h1")) == 1


def test_the_page_has_landmarks_headings_in_order_and_a_skip_link(page):
    for landmark in ("header", "nav", "main", "footer"):
        assert len(page.xpath(f"//{landmark}")) == 1
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.xpath("//body/*[1]/@href") == ["#main"]


def test_tables_name_their_rows_and_columns(page):
    for table in page.xpath("//table"):
        assert table.xpath(".//thead//th[@scope='col']")


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_sections_say_so_in_a_sentence(language):
    page = lxml.html.document_fromstring(html.render(EMPTY, language=language))
    assert not page.xpath("//table")
    for section in page.xpath("//section"):
        assert section.xpath(".//p[normalize-space()]"), section.get("id")
    for text in (markdown.render(EMPTY, language=language), printed(EMPTY, language)):
        assert "None" not in text


def test_no_change_is_said_apart_from_not_compared():
    assert "Nothing new since 20 February 2023." in html.render(replace(DOSSIER, changes=()), language="en")
    assert "No earlier date was given" in html.render(replace(DOSSIER, changes=None), language="en")


@pytest.mark.parametrize(
    "render", [lambda s: html.render(s, language="en"), lambda s: markdown.render(s, language="en")]
)
def test_what_was_said_last_stands_first_where_nothing_is_compared(render):
    """Nothing was compared: no changes, and no date from which on there could be any."""
    alone = replace(DOSSIER, changes=None)
    view = brief(alone, language="en")
    days = {position.id: position.first_said for position in alone.positions}
    last = max(day for day in days.values() if day)
    assert view.shows_latest
    assert view.latest_on == wording("en").day(last)
    said = {p.quote for p in alone.positions if p.first_said == last}
    assert {(one.quote.cite.split(":")[1]) for one in view.latest} <= {f"{q.start}-{q.end}" for q in said}
    assert f"Said last, on {view.latest_on}" in render(alone)
    assert "Said last" not in render(replace(DOSSIER, changes=()))


def test_nothing_was_said_last_where_no_article_has_a_date():
    undated = tuple(replace(position, first_said=None, last_said=None) for position in DOSSIER.positions)
    alone = replace(DOSSIER, positions=undated, changes=None)
    assert not brief(alone, language="en").shows_latest
    assert "Said last" not in html.render(alone, language="en")


def test_one_of_each_party_comes_before_a_second_of_any_among_what_was_said_last():
    one = DOSSIER.positions[0]
    other = next(p for p in DOSSIER.positions if p.party != one.party)
    same = replace(one, marks=(), first_said="2023-02-20", statements=one.statements[:1])
    second = replace(
        same, id="second", quote=DOSSIER.positions[1].quote, evidence=DOSSIER.positions[1].evidence
    )
    doubt = replace(other.reason, confidence=0.5)
    weak = replace(
        second, id="weak", party=other.party, parties=(other.party,), quote=other.quote, reason=doubt
    )
    state = replace(DOSSIER, positions=(same, second, weak), clashes=(), changes=None)
    state = replace(state, convergences=(), deadlocks=())
    shown = [line.party for line in brief(state, language="en").latest]
    assert len(shown) == 3
    assert shown[0] == shown[2] != shown[1]


def test_what_is_doubtful_is_marked_and_comes_last():
    one, other, *_ = (p for p in DOSSIER.positions if p.act not in {Act.STATE, Act.ANNOUNCE})
    sure = replace(one, first_said="2023-02-20", reason=replace(one.reason, confidence=0.9))
    unsure = replace(
        sure, id="unsure", quote=other.quote, evidence=other.evidence, statements=(other.statements[0],)
    )
    unsure = replace(unsure, reason=replace(one.reason, confidence=0.39), party="NOR", parties=("NOR",))
    state = replace(
        DOSSIER, positions=(unsure, sure), clashes=(), changes=None, convergences=(), deadlocks=()
    )
    shown = brief(state, language="en").latest
    assert [("doubtful" in line.marks) for line in shown] == [False, True]
    assert "doubtful" in html.render(state, language="en")
    assert "douteux" in markdown.render(state, language="fr")


def test_the_page_grows_with_the_articles_in_a_straight_line():
    def dossier(n: int) -> StateOfPlay:
        articles = tuple(replace(fr, id=f"f{i}", name=f"f{i}") for i in range(n))
        statements = tuple(
            replace(
                s,
                id=f"{s.id}-{i}",
                article=f"f{i}",
                content=tuple(e._replace(article=f"f{i}") for e in s.content),
                cue=None,
                source=None,
                condition=None,
            )
            for i in range(n)
            for s in DOSSIER.statements
            if s.article == fr.id
        )
        return replace(EMPTY, articles=articles, statements=statements, parties=DOSSIER.parties)

    one, ten, hundred = (len(html.render(dossier(n), language="fr")) for n in (1, 10, 100))
    assert hundred - ten < 1.3 * 10 * (ten - one)


# ---------------------------------------------------------------- the terminal and Markdown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 40])
def test_terminal_lines_fit_the_width_and_have_no_control_characters(language, width):
    text = printed(DOSSIER, language, width)
    assert max(map(len, text.split("\n"))) <= width
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_terminal_colours_only_a_terminal_and_says_the_same_without():
    coloured = io.StringIO()
    terminal.render(DOSSIER, language="fr", console=Console(file=coloured, width=80, force_terminal=True))
    assert "\x1b[" in coloured.getvalue()
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured.getvalue()) == printed(DOSSIER, "fr")


def test_terminal_cites_article_and_offsets():
    place = evidence(fr, "la moitié des prises")
    assert f"« la moitié des prises » [1:{place.start}-{place.end}]" in printed(DOSSIER, "fr").replace(
        "\u202f", " "
    )


def test_wrapping_never_breaks_at_a_no_break_space():
    from rich.text import Text

    lines = [line.plain for line in wrapped(Text("il dit «\u202foui\u202f» et part"), 10)]
    assert lines == ["il dit", "«\u202foui\u202f» et", "part"]
    assert [line.plain for line in wrapped(Text("abcdefghijkl"), 8)] == ["abcdefgh", "ijkl"]


@pytest.mark.parametrize("name", terminal.SECTIONS)
def test_one_section_can_be_printed_by_itself(name):
    out = io.StringIO()
    terminal.render_section(DOSSIER, name, language="en", console=Console(file=out, width=80))
    assert out.getvalue().strip()


def test_markdown_escapes_what_articles_say():
    text = markdown.render(DOSSIER, language="en")
    assert "{{ 7 \\* 7 }} \\[x\\](javascript:alert(1))" in text
    assert "<b>" not in text.replace("\\<b\\>", "")
    assert bad.text == HOSTILE
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert all(re.sub(r"\\.", "", row).endswith("|") for row in rows)
