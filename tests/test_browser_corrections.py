"""Correcting in a real browser: by mouse, by keyboard alone, at phone width, and with hostile text."""

import re

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from pourparlers.web.app import create_app
from test_store_corrections_dossier import pairs
from web_server import CHROMIUM, filled, hostile, serving

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def served(tmp_path):
    with filled(tmp_path / "talks.db", [*pairs(), hostile()]) as store:
        app = create_app(store)
        assert app.state.desk.wait(30)
        with serving(app) as url:
            yield url, store


@pytest.fixture
def page(browser):
    troubles = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda one: troubles.append(one.text) if "Content Security" in one.text else None)
    page.set_default_timeout(20_000)
    yield page
    context.close()
    assert troubles == []


def article(store, name="talk0"):
    return next(one for one in store.articles() if one.name == name)


def test_by_mouse_reject_undo_and_add_what_was_missed(page, served):
    url, store = served
    one = article(store)
    page.goto(f"{url}/articles/{one.id}")
    expect(page.locator(".card[data-n]")).to_have_count(2)
    page.locator(".card[data-n='1'] button.reject").click()
    expect(page.locator(".card[data-n]")).to_have_count(1)
    page.locator("#say button").click()
    expect(page.locator(".card[data-n]")).to_have_count(2)
    page.evaluate(
        """() => {
            const run = [...document.querySelectorAll('#text [data-o]')].find(r => r.textContent.includes('hold talks'));
            const at = run.textContent.indexOf('hold talks');
            const range = document.createRange();
            range.setStart(run.firstChild, at); range.setEnd(run.firstChild, at + 10);
            getSelection().removeAllRanges(); getSelection().addRange(range);
        }"""
    )
    box = page.locator("#text").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.dispatch_event("#text", "pointerup")
    page.locator(".pick button").first.click()
    expect(page.locator("#new .words[data-role=content] .picked")).to_have_text("hold talks")
    page.locator("#new-speaker").fill("Russia")
    page.locator("#new-act").select_option("announce")
    page.locator("#new button.main").click()
    expect(page.locator(".card[data-n]")).to_have_count(3)
    expect(page.locator(".card[data-n='3'] .said")).to_contain_text("hold talks")
    assert [c.edit.what.value if c.edit else "undo" for c in store.corrections()] == ["reject", "undo", "add"]


def test_by_keyboard_alone_accept_edit_mend_words_and_undo(page, served):
    url, store = served
    one = article(store)
    page.goto(f"{url}/articles/{one.id}")
    press = page.keyboard.press
    press("j")
    expect(page.locator(".card.here")).to_have_attribute("data-n", "1")
    press("a")
    expect(page.locator(".card[data-n='1'].sure")).to_have_count(1)
    press("j")
    press("e")
    expect(page.locator(".edit select[name=act]")).to_be_visible()
    page.locator(".edit select[name=act]").focus()
    press("w")
    expect(page.locator(".edit select[name=act]")).to_have_value("warn")
    press("Escape")
    press("v")
    press("ArrowRight")
    press("Shift+ArrowRight")
    chosen = page.evaluate("getSelection().toString()")
    assert len(chosen.split()) == 2
    press("s")
    expect(page.locator(".edit .words[data-role=source] .picked")).to_have_text(chosen)
    page.locator(".edit button.main").focus()
    press("Enter")
    expect(page.locator(".card[data-n='2'] .act")).to_contain_text("warns")
    made = store.corrections()
    assert made[-1].edit.after["statement"]["act"] == "warn"
    assert made[-1].edit.anchors["after.source"][0].quote == chosen
    press("u")
    expect(page.locator(".card[data-n='2'] .act")).not_to_contain_text("warns")
    press("?")
    expect(page.locator("#keys")).to_be_visible()
    press("Escape")
    expect(page.locator("#keys")).not_to_be_visible()


def test_words_and_statements_point_to_each_other(page, served):
    url, store = served
    one = article(store)
    page.goto(f"{url}/articles/{one.id}?at=0-6")
    expect(page.locator("#text .found")).to_have_text("Russia")
    page.locator("#text .content[data-s='2']").first.click()
    expect(page.locator(".card.here")).to_have_attribute("data-n", "2")
    page.locator(".card[data-n='1']").hover()
    expect(page.locator("#text [data-s='1'].content")).to_have_class(re.compile("lit"))
    page.locator(".card[data-n='1'] .said a").first.click()
    expect(page.locator("#text .found").first).to_contain_text("an end to NATO enlargement")


def test_somebody_else_was_faster(page, served, browser):
    url, store = served
    one = article(store)
    page.goto(f"{url}/articles/{one.id}")
    other = browser.new_page()
    other.goto(f"{url}/articles/{one.id}")
    other.locator(".card[data-n='1'] button.accept").click()
    expect(other.locator(".card[data-n='1'].sure")).to_have_count(1)
    other.close()
    page.locator(".card[data-n='1'] button.reject").click()
    expect(page.locator("#say")).to_contain_text("has changed this meanwhile")
    expect(page.locator(".card[data-n='1'].sure")).to_have_count(1)
    assert len(store.corrections()) == 1


def test_hostile_text_is_shown_as_text(page, served):
    url, store = served
    one = article(store, hostile()[0].name)
    page.goto(f"{url}/articles/{one.id}")
    assert page.evaluate("document.querySelectorAll('#text script, #text img, #text iframe').length") == 0
    shown = page.evaluate("[...document.querySelectorAll('#text [data-o]')].map(r => r.textContent).join('')")
    assert "<script" in shown
    assert not {"\u202e", "\u2066"} & set(shown)


def test_the_review_queue_by_keyboard_at_phone_width_without_scrolling_sideways(page, served):
    url, store = served
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{url}/review")
    count = page.locator(".queue .card").count()
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(".notice.good")).to_be_visible()
    expect(page.locator(".queue .card")).to_have_count(count - 1)
    page.keyboard.press("u")
    expect(page.locator(".queue .card")).to_have_count(count)
    for path in ("/review", "/corrections", f"/articles/{article(store).id}"):
        page.goto(f"{url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_axe_finds_nothing_with_forms_open(page, served):
    url, store = served
    one = article(store)
    statement = next(iter(store.corpus().state().statements)).id
    for path in (f"/articles/{one.id}", f"/articles/{one.id}?edit={statement}", "/review", "/corrections"):
        page.goto(f"{url}{path}")
        if path.endswith(one.id):
            for key in ("j", "v", "Shift+ArrowRight", "n"):
                page.keyboard.press(key)
            expect(page.locator("#new")).to_be_visible()
        found = Axe().run(page).response["violations"]
        assert not found, (path, [(each["id"], each["nodes"][0]["html"]) for each in found])
