import threading
from contextlib import contextmanager

import pytest

from pourparlers import store
from pourparlers.errors import StoreError
from pourparlers.model import Article, Reading
from pourparlers.store.corrections import reject
from store_talks import AT, received, talks

psycopg = pytest.importorskip("psycopg")


@contextmanager
def filled(address, many=3):
    with store.open(address) as dossier:
        pairs = talks(many)
        for article, reading in pairs:
            dossier.add(received(article), reading)
        yield dossier, pairs


def test_the_same_code_keeps_a_dossier_on_a_server(address, tmp_path):
    with filled(address) as (dossier, pairs), store.open(tmp_path / "talks.db") as file:
        for article, reading in pairs:
            assert not dossier.add(received(article), reading).is_new
            file.add(received(article), reading)
        assert list(dossier.pairs()) == list(file.pairs()) == pairs
        assert dossier.corpus().state() == file.corpus().state()
        assert dossier.doctor() == []
        for query in (
            "sanctions",
            '"new sanctions"',
            '"sanctions new"',
            "sanct*",
            "2 united",
            "absent",
            '" - & |',
        ):
            here, there = dossier.search(query), file.search(query)
            key = lambda hit: (hit.article, hit.attribution or "", hit.span)  # noqa: E731
            assert sorted(map(key, here)) == sorted(map(key, there)), query


def test_what_databases_refuse_is_kept_on_a_server_too(address):
    text = "Talks \x00 \ud83d\ude00 \\ go on. " + "mot " * 20_000 + "x" * 5000
    article = Article("0" * 12, "na\udce9me", text, "en")
    reading = Reading(article.id, (), (), (), ())
    with store.open(address) as dossier:
        dossier.add(received(article), reading)
        assert list(dossier.pairs()) == [(article, reading)]
        assert len(dossier.search('"go on"')) == 1
        assert dossier.doctor() == []


def test_writers_on_a_server_lose_nothing(address):
    pairs, failures = talks(20), []

    def work(some):
        try:
            with store.open(address) as dossier:
                for article, reading in some:
                    dossier.add(received(article), reading)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(some,)) for some in (pairs, pairs[::-1], pairs[5:])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.open(address) as dossier:
        assert list(dossier.pairs()) == pairs
        assert dossier.doctor() == []


def test_backups_move_between_server_and_file(address, cluster, tmp_path):
    with filled(address) as (dossier, pairs):
        dossier.backup(tmp_path / "backup.db")
        with pytest.raises(StoreError, match="holds 3 articles"):
            store.restore(tmp_path / "backup.db", address)
        store.restore(tmp_path / "backup.db", address, replace=True)
        assert list(dossier.pairs()) == pairs
        more = talks(4)[3]
        dossier.add(received(more[0]), more[1])
        assert dossier.doctor() == []
        assert len(dossier.search("sanctions")) == 8
    with store.open(tmp_path / "backup.db") as file:
        assert list(file.pairs()) == pairs
        assert file.doctor() == []


def test_corrections_are_kept_and_moved(address, tmp_path):
    with filled(address, 1) as (dossier, ((article, reading),)):
        number = dossier.correct(reject(article, reading.attributions[0]), who="ana", at=AT)
        undo = dossier.undo(number, who="ana", at=AT)
        dossier.undo(undo, who="ana", at=AT)
        (corrected,) = dossier.corrected()
        assert len(corrected.reading.attributions) == 1
        dossier.backup(tmp_path / "backup.db")
        with store.open(tmp_path / "backup.db") as file:
            assert list(file.corrected()) == [corrected]
            assert file.corrections() == dossier.corrections()


def test_a_database_of_somebody_else_is_refused(address):
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE t (a INTEGER)")
    with pytest.raises(StoreError, match="not a dossier's"):
        store.open(address)
