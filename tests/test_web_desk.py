"""The desk: views rebuilt once for many writes, in the background, and when another process wrote."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from typer.testing import CliRunner

import web_server
from pourparlers.cli import app
from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.changes import Snapshot, compare, stands
from pourparlers.dossier.themes import OTHER
from pourparlers.web import matrix
from pourparlers.web.desk import Desk
from pourparlers.web.look import look_of
from pourparlers.web.meaning import meanings
from pourparlers.web.moves import moved
from pourparlers.web.spans import MOST_PARTS, cut
from pourparlers.web.view import view_of
from store_talks import received, talks
from talks import Talk, both
from test_listing import demand_on_two_matters


def test_a_view_appears_with_the_first_question_and_changes_only_when_touched(tmp_path):
    first, second = talks(2)
    with web_server.filled(tmp_path / "a.db", [first]) as store:
        desk = Desk(store)
        with ThreadPoolExecutor(8) as pool:
            views = list(pool.map(lambda _: desk.view(), range(16)))
        assert {id(view) for view in views} == {id(views[0])}
        assert set(views[0].articles) == {first[0].id}
        store.add(received(second[0]), second[1])
        desk.touch()
        assert desk.wait(20)
        view = desk.view()
        assert set(view.articles) == {first[0].id, second[0].id}
        assert view.number > views[0].number
        assert views[0].number == 1


def test_what_another_process_wrote_is_noticed(tmp_path, monkeypatch):
    first, second = talks(2)
    with web_server.filled(tmp_path / "a.db", [first]) as store:
        desk = Desk(store)
        desk.view()
        monkeypatch.setattr("pourparlers.web.desk._LOOK_EVERY", 0.0)
        store.add(received(second[0]), second[1])
        until = time.monotonic() + 20
        while len(desk.view().articles) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        assert len(desk.view().articles) == 2


def made(state):
    return view_of(state, number=1, built_at=datetime.now(UTC), arrived={}, meanings=meanings((), {}))


def test_a_view_keeps_what_is_asked_often(example_state):
    view = made(example_state)
    first = view.keep("look", object)
    for number in range(2000):
        view.keep(("page", number), object)
        assert view.keep("look", object) is first
    assert view.keep(("page", 1999), lambda: None) is not None
    assert view.keep(("page", 0), lambda: None) is None


@pytest.mark.parametrize("day", ["2022-01-01", "2022-01-12", "2022-01-27", "2030-01-01"])
def test_what_moved_is_what_comparing_everything_finds(example_state, day):
    view = made(example_state)
    old = {id for id, when in view.published.items() if when < day}
    before = Snapshot(
        day,
        stands(example_state, [p for p in example_state.positions if p.id in old]),
        {m.id: (m.status.value, m.date) for m in example_state.meetings if m.id in old},
        frozenset(a.id for a in example_state.actors if a.id in old),
    )
    found = moved(view, day)
    assert set(found) == set(compare(before, example_state))
    assert len(found) == len(set(found))


def test_lookups_hold_every_statement(example_state):
    view = made(example_state)
    assert len(view.latest) == len(example_state.statements)
    for groups in (view.statements_of_article, view.statements_of_outlet):
        assert sum(map(len, groups.values())) == len(example_state.statements)
    for issue, said in view.statements_of_issue.items():
        assert all(issue in one.issues for one in said)
    days = [view.day_of.get(one.id, "") for one in view.latest]
    assert days == sorted(days, reverse=True)


def test_time_is_cut_into_few_parts_without_gaps():
    for first, last in (
        ("2022-01-01", "2022-01-09"),
        ("2020-02-01", "2022-01-09"),
        ("1990-01-01", "2022-01-09"),
    ):
        spans = cut(first, last)
        assert 1 <= len(spans) <= MOST_PARTS
        assert spans[0].first <= first
        assert last <= spans[-1].last
        assert all(a.last < b.first for a, b in pairwise(spans))
    assert cut("2022-01-02", "2022-01-01") == ()


def test_serve_of_a_missing_file_says_so_in_one_line(tmp_path):
    result = CliRunner().invoke(app, ["serve", str(tmp_path / "none.db")])
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "no such dossier" in result.stderr


def test_serve_on_a_taken_port_says_so_in_one_line(tmp_path, example):
    import socket

    web_server.filled(tmp_path / "a.db", []).close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["serve", str(tmp_path / "a.db"), "--port", port])
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "--port" in result.stderr


def test_a_demand_on_two_issues_stands_in_one_row_of_the_matrix():
    view = made(demand_on_two_matters())
    parties = matrix.columns(view)
    rows = [matrix.row(look_of(view, "en"), issue, parties) for issue in matrix.most_disputed(view)]
    (demand,) = view.state.positions
    assert {demand.issue, *demand.issues_also} == {"military.ceasefire", "economy.sanctions"}
    assert [row.issue.label for row in rows if any(cell.chief for cell in row.cells)] == ["Ceasefire"]


def test_statements_without_an_issue_of_their_own_stand_in_the_last_row():
    talk = Talk(
        "Iran calls for the lifting of sanctions. Oslo's guests came late and left early. Oslo's hosts kept waiting at the door."
    )
    talk.say("IRN", "request", "the lifting of sanctions")
    talk.say("NOR", "state", "guests came late and left early")
    talk.say("SWE", "state", "hosts kept waiting at the door")
    assert matrix.most_disputed(made(state_of_play(*both(talk)))) == ("economy.sanctions", OTHER)
