import shutil
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers import store
from pourparlers.dossier.build import state_of_play
from pourparlers.errors import PourparlersError, StoreError
from pourparlers.model import (
    Act,
    ActorKind,
    Article,
    Attribution,
    AttributionType,
    Copy,
    DateSource,
    Mention,
    MentionKind,
    Reading,
    Region,
    RegionKind,
    Span,
    TimeExpression,
    Vector,
)
from pourparlers.store.codec import reading_of, reading_values
from store_talks import AT, BODY, received, talks
from talks import Talk


@pytest.fixture
def dossier(tmp_path):
    with store.open(tmp_path / "talks.db") as opened:
        yield opened


def filled(dossier, count=3):
    pairs = talks(count)
    for article, reading in pairs:
        dossier.add(received(article), reading)
    return pairs


def test_what_is_added_comes_back(dossier):
    pairs = filled(dossier)
    assert list(dossier.pairs()) == pairs
    assert list(dossier.articles()) == [article for article, _ in pairs]
    assert list(dossier.readings()) == [reading for _, reading in pairs]
    (came,) = dossier.received(pairs[0][0].id)
    assert (came.body, came.at, came.headers) == (BODY, AT, (("Content-Type", "text/plain"),))
    assert dossier.doctor() == []


def test_adding_again_adds_nothing(dossier):
    pairs = filled(dossier)
    article, reading = pairs[0]
    added = dossier.add(received(article), reading)
    assert (added.is_new, added.is_read) == (False, False)
    assert len(dossier.received(article.id)) == 1
    assert list(dossier.pairs()) == pairs


def test_the_same_text_from_another_outlet_is_one_article_that_came_twice(dossier):
    article, reading = filled(dossier)[0]
    dossier.add(received(replace(article, name="other", outlet="Another Paper")), reading)
    assert dossier.article(article.id).copies == (Copy("other", "Another Paper", None, article.published),)
    assert len(dossier.received(article.id)) == 2
    assert len(list(dossier.articles())) == 3


def test_state_of_play_is_that_of_the_same_readings(dossier):
    pairs = filled(dossier)
    state = dossier.corpus().state()
    assert state.positions
    assert state == state_of_play(*map(list, zip(*pairs, strict=True)))


def test_an_article_that_cannot_be_stored_whole_leaves_nothing(dossier):
    article, _ = talks(1)[0]
    far = Attribution("1", AttributionType.DIRECT, None, None, (Span(0, len(article.text) + 1),))
    with pytest.raises(StoreError, match="leaves the text"):
        dossier.add(received(article), Reading(article.id, (), (far,), (), ()))
    assert list(dossier.articles()) == []


def test_only_unread_articles_are_read_and_a_failure_stops_none(dossier):
    pairs = talks(4)
    dossier.add(received(pairs[1][0]), pairs[1][1])
    asked = []

    def read(articles):
        for article in articles:
            asked.append(article.name)
            bad = article == pairs[2][0]
            yield PourparlersError("no") if bad else {a.id: r for a, r in pairs}[article.id]

    items = [received(article) for article, _ in pairs]
    added = list(dossier.add_all(items, read))
    assert asked == ["talk-0", "talk-2", "talk-3"]
    assert [(one.is_new, one.is_read, bool(one.failure)) for one in added] == [
        (True, True, False),
        (False, False, False),
        (True, False, True),
        (True, True, False),
    ]
    assert [(one.kind, one.is_note) for one in dossier.doctor()] == [("unread", True)]
    asked.clear()
    list(dossier.add_all(items, read))
    assert asked == ["talk-2"]


class Reader:
    def __init__(self, model, change):
        self.model, self.change = model, change

    def read(self, article):
        return self.change(article)


def test_a_new_model_reads_anew_and_what_changed_is_listed(dossier):
    pairs = {article.id: (article, reading) for article, reading in filled(dossier)}

    def change(article):
        reading = pairs[article.id][1]
        if article.name == "talk-0":
            reading = replace(
                reading, attributions=reading.attributions[:1], speakers={"1": reading.speakers["1"]}
            )
        if article.name == "talk-1":
            first = replace(reading.attributions[0], act=Act.THREATEN)
            reading = replace(reading, attributions=(first, *reading.attributions[1:]))
        return replace(reading, model="model-2")

    later = AT + timedelta(days=1)
    done = list(dossier.reread(Reader("model-2", change), at=later))
    told = {pairs[one.article][0].name: [(str(c.kind), c.fields) for c in one.changes] for one in done}
    assert told == {"talk-0": [("lost", ())], "talk-1": [("changed", ("act",))], "talk-2": []}
    assert {one.model for one in dossier.readings()} == {"model-2"}
    assert sorted(dossier.rereadings(), key=lambda one: one.article) == sorted(
        done, key=lambda one: one.article
    )
    assert list(dossier.reread(Reader("model-2", change), at=later)) == []
    assert dossier.doctor() == []
    assert [hit.attribution for hit in dossier.search("sanctions") if hit.attribution] == ["2", "2"]


def test_search_finds_texts_and_quotes_whatever_case_and_accents(dossier):
    talk = Talk("La Russie a salué l’Élysée. Straßburg bleibt.", name="élysée")
    article, reading = talk.done()
    dossier.add(received(article), reading)
    for query in ("elysee", "ÉLYSÉE", '"salue l Elysee"', "ely*", "STRASSBURG russie"):
        (hit,) = dossier.search(query)
        assert hit.article == article.id, query
    assert article.text[slice(*dossier.search("elysee")[0].span)] == "Élysée"
    assert dossier.search('"elysee salue"') == dossier.search("vienne") == dossier.search('""* - "') == []


def test_search_pages_through_what_it_finds(dossier):
    filled(dossier, 8)
    every = dossier.search("sanctions", limit=50)
    assert [dossier.search("sanctions", limit=1, offset=n)[0] for n in range(len(every))] == every
    said = [(hit.article, hit.attribution) for hit in every if hit.attribution]
    assert dossier.quotes("sanctions", limit=50) == said != []
    assert dossier.quotes("sanctions", limit=1) == said[:1]
    assert dossier.quotes('""', limit=50) == []


@settings(max_examples=60, deadline=None)
@given(query=st.text(alphabet='ab"*()-:^ANDORNT\x00\ud800é ', max_size=20))
def test_no_query_is_an_error(tmp_path_factory, query):
    with store.open(tmp_path_factory.getbasetemp() / "queries.db") as dossier:
        if not list(dossier.articles()):
            filled(dossier, 1)
        dossier.search(query)


def _empty(folder):
    path = folder / "empty.db"
    if not path.exists():
        store.open(path).close()
    return path


NAMES = st.text(st.one_of(st.characters(), st.sampled_from('\x00\ud83d\ude00\\"')), max_size=8)


@st.composite
def anything(draw):
    text = "Words: " + draw(NAMES) + "."
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda p: Span(*sorted(p)))
    maybe = st.none() | places
    number = st.floats(allow_nan=False)
    article = Article(
        draw(st.text("0123456789abcdef", min_size=12, max_size=12)), draw(NAMES), text, "en",
        draw(st.none() | NAMES), draw(maybe), draw(st.none() | NAMES), draw(st.none() | NAMES),
        draw(st.none() | NAMES), draw(st.none() | st.dates()), draw(st.sampled_from(DateSource)),
        (Region(draw(st.sampled_from(RegionKind)), Span(0, 3)),),
        tuple(draw(st.lists(st.builds(Copy, NAMES, st.none() | NAMES, st.none() | NAMES, st.none() | st.dates()), max_size=2))),
    )  # fmt: skip
    said = st.builds(
        Attribution,
        st.just(""), st.sampled_from(AttributionType), maybe, maybe, st.tuples(places), st.none() | NAMES,
        st.none() | NAMES, st.sampled_from(Act), st.lists(number, max_size=3).map(tuple), maybe, maybe, maybe, maybe,
        number, st.lists(NAMES, max_size=2).map(tuple),
    )  # fmt: skip
    mention = st.builds(
        Mention,
        places, st.sampled_from(MentionKind), st.sampled_from(ActorKind), st.integers(0, 9), st.none() | NAMES, maybe,
        st.none() | NAMES, st.booleans(), st.lists(NAMES, max_size=2).map(tuple), st.none() | NAMES,
    )  # fmt: skip
    many = tuple(replace(one, id=str(n)) for n, one in enumerate(draw(st.lists(said, max_size=3))))
    reading = Reading(
        article.id, tuple(draw(st.lists(places, max_size=3))), many, tuple(draw(st.lists(mention, max_size=3))),
        tuple(draw(st.lists(st.builds(TimeExpression, places, st.none() | NAMES), max_size=2))),
        {one.id: tuple(draw(st.lists(st.integers(0, 9), max_size=2))) for one in many},
        {one.id: Vector(draw(st.lists(st.floats(width=32, allow_nan=False), max_size=3))) for one in many},
        draw(NAMES),
        {one.id: Vector(draw(st.lists(st.floats(width=32, allow_nan=False), max_size=3))) for one in many},
    )  # fmt: skip
    return article, reading


@settings(max_examples=40, deadline=None)
@given(pair=anything(), body=st.binary(max_size=20))
def test_any_article_and_reading_come_back_as_they_were(tmp_path_factory, pair, body):
    article, reading = pair
    path = tmp_path_factory.getbasetemp() / "any.db"
    shutil.copy(_empty(tmp_path_factory.getbasetemp()), path)
    with store.open(path) as dossier:
        came = store.Received(article, body, AT, (("X", article.name),))
        dossier.add(came, reading)
        assert list(dossier.pairs()) == [pair]
        assert dossier.received(article.id) == (came,)
        assert dossier.doctor() == []


def test_two_writers_at_once_lose_nothing(tmp_path):
    pairs, failures = talks(30), []

    def work(some):
        try:
            with store.open(tmp_path / "talks.db") as dossier:
                for article, reading in some:
                    dossier.add(received(article), reading)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(some,)) for some in (pairs, pairs[::-1], pairs[10:])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.open(tmp_path / "talks.db") as dossier:
        assert list(dossier.pairs()) == sorted(pairs, key=lambda pair: (pair[0].published, pair[0].id))
        assert dossier.doctor() == []


def test_opening_waits_while_another_program_makes_the_file(tmp_path):
    path = tmp_path / "talks.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.2, other.execute, ("COMMIT",))
    done.start()
    with store.open(path) as dossier:
        filled(dossier)
        assert dossier.doctor() == []
    done.join()
    other.close()


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        ("UPDATE spans SET quote = quote || 'x' WHERE role = 'content'", "quote-differs"),
        ("UPDATE spans SET \"end\" = 100000 WHERE role = 'content'", "span-outside"),
        ("DELETE FROM spans WHERE role = 'content'", "half-written"),
        ("UPDATE articles SET text = text || 'x'", "text-changed"),
        ("UPDATE articles SET text = 'x'", "span-outside"),
        ("UPDATE readings SET is_current = 0", "half-written"),
        ("UPDATE readings SET document = '{}'", "reading-unreadable"),
        ("UPDATE receipts SET body = x'00'", "receipt-changed"),
        ("DELETE FROM receipts", "article-without-receipt"),
        ("DELETE FROM passage_words", "index-differs"),
        ("DELETE FROM passages", "half-written"),
        ("DELETE FROM articles", "damaged"),
    ],
)
def test_doctor_finds(dossier, tmp_path, damage, kind):
    filled(dossier, 1)
    with sqlite3.connect(tmp_path / "talks.db") as connection:
        connection.execute(damage)
    assert kind in {one.kind for one in dossier.doctor()}


def test_doctor_finds_a_damaged_file(tmp_path):
    path = tmp_path / "talks.db"
    with store.open(path) as dossier:
        filled(dossier, 20)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    data = bytearray(path.read_bytes())
    data[8192 : len(data) // 2] = b"\x55" * (len(data) // 2 - 8192)
    path.write_bytes(bytes(data))
    with store.open(path) as dossier:
        assert {one.kind for one in dossier.doctor()} == {"damaged"}
        with pytest.raises(StoreError, match="restore a backup"):
            list(dossier.pairs())


def test_what_cannot_be_opened_is_said_in_one_line(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("not a database at all")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (a)")
    for name, words in [
        (text, "not a dossier's database"),
        (other, "not a dossier's"),
        (tmp_path, "a folder"),
        (tmp_path / "none" / "talks.db", "folder does not exist"),
        ("mysql://host/talks", "no dossiers in mysql"),
        ("postgresql://nobody:secret@127.0.0.1:1/none", "127.0.0.1"),
    ]:
        with pytest.raises(StoreError, match=words) as caught:
            store.open(name)
        assert "\n" not in str(caught.value)
        assert "secret" not in str(caught.value)
    with pytest.raises(StoreError, match="no such dossier"):
        store.open(tmp_path / "new.db", create=False)
    assert not (tmp_path / "new.db").exists()


def test_files_are_received_with_their_bytes(tmp_path, dossier):
    (tmp_path / "a.txt").write_bytes(b"Talks\n\nRussia said it would go on with the talks in Geneva.\n")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-")
    good, bad = store.receive(
        [str(tmp_path / "a.txt"), str(tmp_path / "b.pdf")], now=lambda: AT, date=date(2031, 3, 4)
    )
    assert isinstance(bad, PourparlersError) or isinstance(good, PourparlersError)
    (came,) = [one for one in (good, bad) if isinstance(one, store.Received)]
    assert came.body == (tmp_path / "a.txt").read_bytes()
    assert came.article.published == date(2031, 3, 4)
    dossier.add(came)
    assert dossier.received(came.article.id) == (came,)


def test_a_moment_needs_a_time_zone(dossier):
    article, reading = talks(1)[0]
    with pytest.raises(StoreError, match="time zone"):
        dossier.add(store.Received(article, b"", datetime(2031, 3, 4)), reading)
    dossier.add(store.Received(article, b"", datetime(2031, 3, 4, tzinfo=UTC)), reading)


def test_a_reading_that_was_stored_before_there_were_bearings_has_none():
    [(_, reading)] = talks(1)
    bare = replace(reading, bearings={})
    stored = reading_values(bare)
    del stored["document"]["bearings"]
    assert reading_of(stored) == bare
    assert reading_of(reading_values(reading)) == reading
