"""What a notebook shows: escaped, marked, readable in light and dark."""

from html.parser import HTMLParser

import pytest

from pourparlers import notebook
from pourparlers.frames import Tables
from report_dossier import DOSSIER, EMPTY


class Talks(Tables):
    articles = DOSSIER.articles

    def __init__(self, state):
        self._held = state

    def state(self, **at):
        return self._held


class Balanced(HTMLParser):
    """Collects the tags and fails when they do not nest."""

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.words, self.classes = [], [], [], set()
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.classes |= set((dict(attrs).get("class") or "").split())
        assert not [name for name, _ in attrs if name.startswith("on")]
        assert "javascript:" not in (dict(attrs).get("href") or "")
        if tag not in {"br", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "sup"} & set(self.open):
            self.words.append(data)


def views(state, language="en"):
    talks = Talks(state)
    yield talks._repr_html_()
    yield talks.matrix(language=language)._repr_html_()
    yield talks.timeline(language=language)._repr_html_()
    for name in ("statements", "positions", "meetings", "actors", "issues", "clashes", "divergences"):
        yield getattr(talks, name)(language=language)._repr_html_()
    for place in range(len(state.articles)):
        yield talks.article(place, language=language)._repr_html_()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everything_shown_is_escaped_and_well_formed(language):
    for text in views(DOSSIER, language):
        made = Balanced(text)
        assert not {"script", "img", "h1", "iframe"} & set(made.seen)
        assert "\u202e" not in text
        assert "\x1b" not in text


def test_an_empty_state_is_shown_too():
    for text in views(EMPTY):
        Balanced(text)


def test_an_article_is_whole_with_its_marks():
    made = Balanced(str(Talks(DOSSIER).article("port")))
    shown = "".join(made.words)
    (article,) = (one for one in DOSSIER.articles if one.name == "port")
    for line in article.text.split("\n"):
        assert line.strip() in shown
    assert {"c1", "s", "v", "notes"} <= made.classes


def test_no_colour_of_text_or_page_is_set_so_that_both_themes_read():
    style = str(Talks(DOSSIER).matrix()).partition("<style>")[2].partition("</style>")[0]
    for rule in style.split("}"):
        for one in rule.partition("{")[2].split(";"):
            name, _, value = one.partition(":")
            if name.strip() == "color":
                assert value.strip() == "inherit"
            if name.strip() == "background":
                assert value.strip() == "none" or value.strip().startswith("rgba(")


def test_the_timeline_has_the_days_in_order():
    made = notebook.timeline(DOSSIER)
    days = [part.partition('"')[0] for part in str(made).split('datetime="')[1:]]
    assert days == sorted(days)
    assert len(days) >= 2
