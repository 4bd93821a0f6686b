"""What happens when things go wrong: kills, older and newer schemas, backups while others write."""

import multiprocessing
import os
import random
import threading
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from pourparlers import store
from pourparlers.errors import StoreError
from pourparlers.store import dialects, migrate, migrations
from pourparlers.store.corrections import reject
from pourparlers.store.schema import metadata
from store_talks import AT, endless, received, talks


def test_the_migrations_make_the_tables_the_code_knows(tmp_path):
    with store.open(tmp_path / "talks.db") as dossier, dossier.database.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _o, name, kind, *_: (
                    kind != "table" or not name.startswith("passage_words")
                )
            },
        )
        assert compare_metadata(context, metadata) == []
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    scripts = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(scripts)) == migrations.REVISIONS


def old_store(path):
    """A store as the first version of the schema has it, with an article in it."""
    with store.open(path) as dossier:
        dossier.add(received(talks(1)[0][0]), talks(1)[0][1])

        def back(connection):
            for table in ("sessions", "tokens", "accounts", "audit", "corrections"):
                connection.exec_driver_sql(f"DROP TABLE {table}")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")

        dossier.database.write(back)


def test_an_older_schema_is_brought_up_to_date_and_loses_nothing(tmp_path):
    old_store(tmp_path / "talks.db")
    with store.open(tmp_path / "talks.db") as dossier:
        assert list(dossier.pairs()) == talks(1)
        assert dossier.doctor() == []
        with dossier.database.reading() as connection:
            assert migrate.version(connection) == migrations.REVISIONS[-1]


def test_a_migration_that_fails_changes_nothing(tmp_path):
    old_store(tmp_path / "talks.db")
    engine = dialects.engine_of(dialects.url_of(tmp_path / "talks.db"))
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE ix_corrections_article (a)")
        connection.commit()
    with pytest.raises(StoreError):
        store.open(tmp_path / "talks.db")
    with engine.connect() as connection:
        assert migrate.version(connection) == "0001"
        assert not connection.exec_driver_sql("SELECT * FROM sqlite_master WHERE name = 'corrections'").all()
    engine.dispose()


def test_a_newer_schema_is_refused(tmp_path):
    with store.open(tmp_path / "talks.db") as dossier:
        dossier.database.write(
            lambda connection: connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        )
    with pytest.raises(StoreError, match=r"newer version.*upgrade pourparlers"):
        store.open(tmp_path / "talks.db")


def test_many_may_make_the_same_store_at_once(tmp_path):
    failures = []

    def work():
        try:
            store.open(tmp_path / "talks.db").close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_backup_taken_while_another_writes_is_whole(tmp_path):
    pairs, stop = talks(400), threading.Event()
    written = []

    def work():
        with store.open(tmp_path / "talks.db") as dossier:
            for article, reading in pairs:
                if stop.is_set():
                    return
                dossier.add(received(article), reading)
                written.append(article.id)

    with store.open(tmp_path / "talks.db") as dossier:
        writer = threading.Thread(target=work)
        writer.start()
        try:
            for number in range(4):
                while len(written) < 3 * (number + 1) and writer.is_alive():
                    time.sleep(0.005)
                before = set(written)
                dossier.backup(tmp_path / f"{number}.db")
                with store.open(tmp_path / f"{number}.db") as copy:
                    assert before <= {article.id for article in copy.articles()}
                    assert copy.doctor() == []
        finally:
            stop.set()
            writer.join()


def test_a_backup_is_put_back_whole_or_not_at_all(tmp_path):
    with store.open(tmp_path / "talks.db") as dossier:
        for article, reading in talks(2):
            dossier.add(received(article), reading)
        dossier.backup(tmp_path / "backup.db")
        with pytest.raises(StoreError, match="exists already"):
            dossier.backup(tmp_path / "backup.db")
        more = talks(3)[2]
        dossier.add(received(more[0]), more[1])
    with pytest.raises(StoreError, match="exists already"):
        store.restore(tmp_path / "backup.db", tmp_path / "talks.db")
    store.restore(tmp_path / "backup.db", tmp_path / "talks.db", replace=True)
    store.restore(tmp_path / "backup.db", tmp_path / "new.db")
    for name in ("talks.db", "new.db"):
        with store.open(tmp_path / name) as dossier:
            assert list(dossier.pairs()) == talks(2)
            assert dossier.doctor() == []
    (tmp_path / "bad.db").write_bytes((tmp_path / "backup.db").read_bytes()[:20_000])
    (tmp_path / "text").write_text("no backup")
    for name in ("bad.db", "text", "absent.db"):
        with pytest.raises(StoreError, match="backup"):
            store.restore(tmp_path / name, tmp_path / "talks.db", replace=True)
    with store.open(tmp_path / "talks.db") as dossier:
        assert list(dossier.pairs()) == talks(2)


def add_and_say(path, first, said):
    with store.open(path) as dossier, os.fdopen(said, "w", buffering=1) as acknowledge:
        for article, reading in endless(first):
            print(dossier.add(received(article), reading).article, file=acknowledge)
            edit = reject(article, reading.attributions[0])
            print(dossier.correct(edit, who="ana", at=AT), file=acknowledge)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
def test_killed_at_any_moment_nothing_acknowledged_is_lost(tmp_path):
    moments, acknowledged = random.Random(20), set()
    path = tmp_path / "talks.db"
    talks(1)
    for turn in range(20):
        heard, said = os.pipe()
        arguments = (path, len(acknowledged), said)
        writer = multiprocessing.get_context("fork").Process(target=add_and_say, args=arguments)
        writer.start()
        os.close(said)
        with os.fdopen(heard) as lines:
            if turn % 3:
                acknowledged.add(lines.readline().strip())
            time.sleep(moments.uniform(0, 0.1))
            writer.kill()
            writer.join()
            acknowledged |= {line.strip() for line in lines if line.endswith("\n")}
        with store.open(path) as dossier:
            assert dossier.doctor() == []
            kept = {reading.article for reading in dossier.readings()}
            assert acknowledged <= kept | {str(one.number) for one in dossier.corrections()}
    assert len(acknowledged) > 5
