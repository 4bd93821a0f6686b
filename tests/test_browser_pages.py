"""The application in a real browser: each page's main task, keyboard, phone, dark, print, hostile text, accessibility."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from web_server import CHROMIUM, served  # noqa: F401

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

LISTS = ["/", "/timeline", "/issues", "/actors", "/meetings", "/articles", "/outlets", "/compare", "/network"]
FOUND = [
    "/search?q=OTAN",
    "/search?q=military+threat&by=meaning",
    "/network?level=actor&size=50",
    "/nothing",
    "/articles/add",
]
EVERYTHING: dict = {"resultTypes": ["violations"]}
CONTRAST = {"runOnly": ["color-contrast"], **EVERYTHING}
VIEWS = [(1280, "light", EVERYTHING), (390, "dark", CONTRAST)]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        )
        yield running
        running.close()


@pytest.fixture
def page(browser, served):  # noqa: F811
    context = browser.new_context(base_url=served[0], viewport={"width": 1280, "height": 900}, locale="en-GB")
    shown = context.new_page()
    troubles = []
    shown.on(
        "console", lambda said: troubles.append(said.text) if said.type in {"error", "warning"} else None
    )
    shown.on("pageerror", lambda error: troubles.append(str(error)))
    yield shown
    context.close()
    assert not [trouble for trouble in troubles if "404" not in trouble]


def ones(page):
    """A page about one thing of each kind."""
    found = []
    for kind in ("issues", "actors", "meetings", "outlets"):
        page.goto(f"/{kind}")
        found.append(page.locator(f'main a[href^="/{kind}/"]').first.get_attribute("href"))
    page.goto("/compare")
    return [*found, page.locator('main a[href^="/compare?a="]').first.get_attribute("href"), "/parties/RUS"]


@pytest.mark.parametrize(("width", "scheme", "rules"), VIEWS)
def test_axe_finds_nothing_serious_and_no_page_is_wider_than_the_window(page, width, scheme, rules):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    axe = Axe()
    for path in [*LISTS, *FOUND, *ones(page)]:
        page.goto(path)
        results = axe.run(page, options=rules)
        grave = [one for one in results.response["violations"] if one["impact"] in {"serious", "critical"}]
        assert not grave, (path, [(one["id"], one["nodes"][0]["html"]) for one in grave])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_history_of_a_cell_opens_by_pointer_by_click_and_by_keyboard(page):
    page.goto("/")
    history = page.locator("details.history").first
    panel = history.locator(".panel")
    expect(panel).to_be_hidden()
    history.locator("xpath=ancestor::td").hover()
    expect(panel).to_be_visible()
    page.mouse.move(2, 2)
    expect(panel).to_be_hidden()
    history.locator("summary").click()
    page.mouse.move(2, 2)
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    history.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    assert panel.locator("q").count() >= 1


def test_the_keyboard_alone_reaches_the_content_and_searches(page):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator("#find").focus()
    page.keyboard.type("sanctions")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=sanctions")
    expect(page.locator("main .line").first).to_be_visible()


def test_the_timeline_is_filtered_and_a_column_chosen(page):
    page.goto("/timeline")
    page.get_by_label("Party").select_option("RUS")
    page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**party=RUS**")
    before = page.locator("main .line").count()
    page.locator(".columns a").filter(has_text="10 Jan").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**since=2022-01-10**")
    assert 0 < page.locator("main .line").count() <= before
    assert page.get_by_label("Party").input_value() == "RUS"


def test_a_filtered_view_opens_the_same_from_its_address(page, browser, served):  # noqa: F811
    page.goto("/network")
    page.get_by_label("Between", exact=True).select_option("actor")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**level=actor**")
    dots = page.locator(".network circle").count()
    other = browser.new_page()
    other.goto(page.url)
    assert other.locator(".network circle").count() == dots > 3
    other.close()


def test_two_articles_are_compared_from_the_list_of_pairs(page):
    page.goto("/compare")
    page.locator('main a[href^="/compare?a="]').first.click()
    expect(page.get_by_role("heading", name="told by both")).to_be_visible()
    expect(page.get_by_role("heading", name="Only in").first).to_be_visible()


def test_the_language_is_changed_for_good(page):
    page.goto("/issues")
    page.get_by_role("link", name="En français").click()
    expect(page.get_by_role("heading", name="Enjeux")).to_be_visible()
    page.goto("/timeline")
    expect(page.get_by_role("heading", name="Chronologie")).to_be_visible()


def test_hostile_words_are_shown_and_do_nothing(page):
    for path in (
        "/timeline?party=RUS",
        "/articles",
        "/parties/RUS",
        "/search?q=enlargement",
        "/outlets",
        "/",
    ):
        page.goto(path)
        assert "owned" not in page.title()
        assert page.locator("main img, main b > b, main i").count() == 0
    page.goto("/articles?title=script")
    row = page.locator("main tbody th")
    expect(row.get_by_text("<script>document.title='owned'</script>")).to_be_visible()
    expect(row.get_by_text("[U+202E]")).to_be_visible()


def test_what_is_printed_has_no_controls_and_all_words(page):
    page.goto("/")
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible()
    assert not page.locator(".since").is_visible()
    assert page.locator(".grid").is_visible()
    assert len(page.pdf()) > 10_000


def test_files_are_added_from_the_list_of_articles(page, tmp_path):
    text = "Oslo, 5 March 2031. Norway proposed new talks on fishing. Russia rejected the proposal."
    (tmp_path / "oslo.txt").write_text(text)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    page.goto("/articles")
    page.get_by_role("link", name="Add articles").click()
    page.get_by_label("Files (one or more)").set_input_files(
        [tmp_path / "oslo.txt", tmp_path / "picture.png"]
    )
    page.get_by_role("button", name="Add the files").click()
    expect(page.get_by_text("1 article added")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("region", name="Could not be read")).to_contain_text("picture")
    found = Axe().run(page, options=EVERYTHING)
    assert not [one["id"] for one in found.response["violations"] if one["impact"] in {"serious", "critical"}]
    page.get_by_role("region", name="Added").get_by_role("link").click()
    expect(page.locator("#reading")).to_contain_text("Norway proposed new talks")
