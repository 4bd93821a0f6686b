"""The last view, kept on disk: shown at the next start when it fits, left aside when it does not."""

import os
import pickle
import stat
from datetime import UTC, datetime
from threading import Event

import pytest

import web_server
from pourparlers.store import corrections
from pourparlers.web import saved
from pourparlers.web.desk import Desk
from pourparlers.web.saved import Keeper
from store_talks import received, talks

AT = datetime(2031, 5, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def caches(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches"


def desk_of(store):
    desk = Desk(store)
    desk.keeper = Keeper(store.database.where)
    return desk


def kept(tmp_path, pairs):
    """A store of which a view was kept, and the file."""
    store = web_server.filled(tmp_path / "a.db", pairs)
    desk = desk_of(store)
    view = desk.view()
    desk.close()
    return store, view, desk.keeper.folder / "view"


def last(store):
    desk = desk_of(store)
    return desk.keeper.last(desk._pairs.numbers(), store.corrections())


def test_the_next_start_shows_it_until_its_own_is_made(tmp_path, monkeypatch):
    first, second = web_server.hostile(), talks(1)[0]
    store, before, _ = kept(tmp_path, [first])
    store.add(received(second[0]), second[1])
    go_on, build = Event(), Desk._build

    def later(desk, *asked):
        assert go_on.wait(30)
        return build(desk, *asked)

    monkeypatch.setattr(Desk, "_build", later)
    desk = desk_of(store)
    view = desk.view()
    assert view.state == before.state
    assert view.meanings.keys == before.meanings.keys != ()
    assert (view.meanings.matrix == before.meanings.matrix).all()
    assert view.arrived.keys() >= {first[0].id}
    go_on.set()
    assert desk.wait(30)
    assert set(desk.view().articles) == {first[0].id, second[0].id}
    assert desk.view().number > view.number
    desk.close()


def test_nobody_else_may_read_it_and_the_dossier_has_nothing_of_it(tmp_path, caches):
    store, _, file = kept(tmp_path, talks(1))
    assert file.is_relative_to(caches)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} <= {"caches", "a.db", "a.db-wal", "a.db-shm"}
    assert last(store) is not None


@pytest.mark.parametrize("byte", [0, 20, 60, 400])
def test_a_damaged_one_is_left_aside(tmp_path, byte):
    store, _, file = kept(tmp_path, talks(1))
    held = bytearray(file.read_bytes())
    held[byte] ^= 0x40
    file.write_bytes(held)
    found = saved.read(file)
    assert found is None
    assert desk_of(store).view().number == 1


def test_one_cut_short_is_left_aside(tmp_path):
    _, _, file = kept(tmp_path, talks(1))
    held = file.read_bytes()
    for size in (0, 7, 30, len(held) // 2, len(held) - 8 * 384):
        file.write_bytes(held[:size])
        assert saved.read(file) is None


def test_what_could_be_run_is_not(tmp_path):
    class Trap:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "run"),)

    _, _, file = kept(tmp_path, talks(1))
    for held in (pickle.dumps(Trap()), b"pourparlers view" + pickle.dumps(Trap())):
        file.write_bytes(held)
        assert saved.read(file) is None
    assert not (tmp_path / "run").exists()


def test_one_of_another_version_is_left_aside(tmp_path, monkeypatch):
    _, _, file = kept(tmp_path, talks(1))
    assert saved.read(file) is not None
    monkeypatch.setattr(saved, "software", lambda: "another")
    assert saved.read(file) is None


def test_one_of_another_dossier_in_the_same_place_is_left_aside(tmp_path):
    first, second = talks(2)
    store, _, _ = kept(tmp_path, [first])
    store.close()
    for name in ("a.db", "a.db-wal", "a.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    assert last(web_server.filled(tmp_path / "a.db", [second])) is None


def test_one_with_corrections_that_are_not_there_is_left_aside(tmp_path):
    article, reading = talks(1)[0]
    store = web_server.filled(tmp_path / "a.db", [(article, reading)])
    edit = corrections.reject(article, reading.attributions[0])
    number = store.correct(edit, who="ann", at=AT)
    desk = desk_of(store)
    desk.view()
    desk.close()
    assert last(store) is not None
    made = store.corrections()
    assert desk.keeper.last(desk._pairs.numbers(), made[: number - 1]) is None
    store.undo(number, who="bob", at=AT)
    assert last(store) is not None


def test_what_was_worked_out_for_the_articles_is_not_worked_out_again(tmp_path, monkeypatch):
    store, before, file = kept(tmp_path, talks(3))
    file.unlink()

    def never(*_asked):
        raise AssertionError("worked out again")

    monkeypatch.setattr("pourparlers.dossier.sheets.locals_of", never)
    monkeypatch.setattr("pourparlers.dossier.sheets.drafts", never)
    monkeypatch.setattr("pourparlers.dossier.divergences._between", never)
    desk = desk_of(store)
    assert desk.view().state == before.state
    desk.close()


@pytest.mark.parametrize("held", [b"", b"not a database" * 1000])
def test_damaged_results_are_worked_out_again(tmp_path, held):
    store, before, file = kept(tmp_path, talks(2))
    file.unlink()
    (file.parent / "results").write_bytes(held)
    for _ in range(2):
        desk = desk_of(store)
        assert desk.view().state == before.state
        desk.close()


def test_those_of_dossiers_that_are_gone_are_deleted(tmp_path):
    store, _, file = kept(tmp_path, talks(1))
    store.close()
    (tmp_path / "a.db").rename(tmp_path / "b.db")
    for name in ("a.db-wal", "a.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    desk = desk_of(web_server.stores.open(tmp_path / "b.db"))
    desk.view()
    desk.close()
    assert not file.exists()
    assert (desk.keeper.folder / "view").exists()


def test_where_nothing_can_be_kept_nothing_is(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    store, view, file = kept(tmp_path, talks(1))
    assert view.articles
    assert not file.exists()
    store.close()
