"""The page in a real browser, from disk, as a reader meets it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pourparlers.report import html
from report_dossier import DOSSIER

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

VIEWS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
CONTRAST = """() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = node => {
    for (; node; node = node.parentElement) {
      const colour = rgb(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.checkVisibility()) continue;
    const [a, b] = [light(rgb(getComputedStyle(node).color)), light(ground(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push([node.className, node.textContent.slice(0, 30), ratio.toFixed(2)]);
  }
  return poor;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        )
        yield running
        running.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    file: Path = tmp_path_factory.mktemp("page") / "brief.html"
    file.write_text(html.render(DOSSIER, language="en"), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module", params=VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
def page(request, browser, address) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    opened = context.new_page()
    opened.troubles = []
    opened.on(
        "request",
        lambda r: None if r.url.split("#")[0] in (address, "about:blank") else opened.troubles.append(r.url),
    )
    opened.on("pageerror", lambda error: opened.troubles.append(str(error)))
    opened.on("console", lambda message: opened.troubles.append(message.text))
    opened.on("dialog", lambda dialog: opened.troubles.append(dialog.message))
    opened.goto(address)
    yield opened
    assert opened.troubles == []
    context.close()


@pytest.fixture
def fresh(page, address) -> Page:
    page.goto("about:blank")
    page.goto(address)
    return page


def in_view(page: Page, selector: str) -> bool:
    return page.locator(selector).evaluate(
        "node => { const box = node.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight }"
    )


def test_a_reader_goes_from_the_summary_to_the_sentence_and_back(fresh):
    fresh.locator("#summary a", has_text="Share of the catch").click()
    clash = fresh.locator("#c-c1")
    clash.locator("a.to").first.click()
    fresh.wait_for_function("location.hash === '#p-p1'")
    cell = fresh.locator("#p-p1")
    assert "requests" in cell.inner_text()
    assert "red line" in cell.inner_text()
    cell.locator("a.cited").click()
    fresh.wait_for_function("location.hash.startsWith('#a1-')")
    place = fresh.evaluate("location.hash")
    fresh.wait_for_timeout(50)
    sentence = fresh.locator(place)
    assert sentence.inner_text().startswith("la moitié des prises")
    fresh.wait_for_function(
        "selector => document.querySelector(selector).getBoundingClientRect().top < innerHeight", arg=place
    )
    assert in_view(fresh, place)
    fresh.locator(f"{place} ~ sup a").first.click()
    fresh.wait_for_function("location.hash.startsWith('#n1-')")
    fresh.locator(f"{fresh.evaluate('location.hash')} a[href='#p-p1']").click()
    fresh.wait_for_function("location.hash === '#p-p1'")


def test_every_anchor_leads_somewhere_and_every_stance_to_its_words(page):
    lost = page.evaluate(
        "() => [...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
        ".filter(id => !document.getElementById(id))"
    )
    assert lost == []
    orphans = page.evaluate(
        "() => [...document.querySelectorAll('.stance')].filter(s =>"
        " !document.querySelector(`.notes a[href='#${CSS.escape(s.id)}']`) && "
        " !document.querySelector(`.notes a[href='#${s.id}']`)).map(s => s.id)"
    )
    assert orphans == []


def test_nothing_is_wider_than_the_screen(page):
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_first_tab_reaches_the_skip_link_and_it_leads_to_the_content(fresh):
    fresh.keyboard.press("Tab")
    assert fresh.evaluate("document.activeElement.className") == "skip"
    fresh.wait_for_function("document.activeElement.getBoundingClientRect().top >= 0")
    outline = fresh.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    fresh.keyboard.press("Enter")
    assert fresh.evaluate("document.activeElement.id") == "main"
    fresh.keyboard.press("Tab")
    assert fresh.evaluate("document.activeElement.closest('main') !== null")


def test_hostile_article_text_is_only_text(page):
    assert page.title() == "Valdor and Estoria: state of play"
    assert "document.title='owned'" in page.locator("#a3").inner_text()
    assert page.locator("script, img").count() == 0


def test_text_stands_out_from_its_ground(page):
    assert page.evaluate(CONTRAST) == []


def test_arabic_runs_from_right_to_left(page):
    line = page.locator("#a3 .block p").last
    assert "كيرن" in line.inner_text()
    assert line.evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_the_matrix_becomes_cards_on_a_phone(page):
    wide = page.viewport_size["width"] > 1000
    assert (
        page.locator(".matrix thead").first.evaluate("node => node.getBoundingClientRect().height > 2")
        is wide
    )
    assert page.locator("#positions td .who").first.is_visible() is not wide


def test_everything_is_printed(page):
    page.emulate_media(media="print")
    assert page.locator("#a1 .block p").first.is_visible()
    assert not page.locator("nav").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.emulate_media(media="screen")


def test_every_section_shows_what_it_holds(page):
    for section in page.locator("main > section").all():
        assert section.evaluate("node => node.innerText.trim().split('\\n').length") > 1
    assert page.locator("#who table").first.is_visible()
    assert "Anna Kern" in page.locator("#who").inner_text()
