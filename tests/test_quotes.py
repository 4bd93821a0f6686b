from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.reading.quotes import find
from pourparlers.reading.sentences import paragraphs


def inside(text):
    return [text[q.span.start : q.span.end] for q in find(text, paragraphs(text)).outer]


def test_every_family_of_marks_is_paired():
    for text in (
        'He said "no" twice.',
        "Il a dit « no » hier.",
        "Il a dit «no» hier.",
        "Er sagte „no“ heute.",
        "Han sagde »no« i dag.",
        "She said “no” twice.",
        "She said ‘no’ twice.",
        "Powiedział „no” wczoraj.",
        "She said ''no'' twice.",
        "Il a dit <<no>> hier.",
    ):
        assert [quote.strip() for quote in inside(text)] == ["no"], text


def test_apostrophes_are_not_quotation_marks():
    assert inside("L’accord d'hier n’est pas celui d'aujourd'hui, et les ministers' talks aren't over.") == []


def test_a_quotation_in_a_quotation_stays_whole():
    assert inside("\"The 'red line' stays\", she said.") == ["The 'red line' stays"]
    assert inside('« Le mot "jamais" est de trop », dit-elle.') == [' Le mot "jamais" est de trop ']


def test_a_wrong_closing_glyph_closes():
    assert inside('"Nous verrons bien. » Puis il est parti.') == ["Nous verrons bien. "]
    assert inside('“We shall see", she said.') == ["We shall see"]


def test_an_unclosed_quotation_ends_with_its_paragraph():
    text = 'He said: "we shall see.\n\nThe talks go on.'
    assert inside(text) == ["we shall see."]


def test_a_missing_closing_mark_does_not_swallow_the_next_quotation():
    assert inside('"We shall see, he said. "No comment", she said.') == [
        "We shall see, he said.",
        "No comment",
    ]


def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_a_mark():
    text = '"We shall see.\n\n"We have time", he said.'
    first, second = find(text, paragraphs(text)).outer
    assert not first.closed
    assert second.continues


def test_a_quotation_goes_on_over_a_paragraph_without_marks():
    text = '"We shall see.\n\nWe have time.\n\nAll the time", he said.'
    assert inside(text) == ["We shall see.", "We have time.", "All the time"]


def test_a_stray_mark_is_reported_and_pairs_with_nothing():
    quotes = find('They left", he said.', paragraphs('They left", he said.'))
    assert quotes.outer == ()
    assert len(quotes.marks) == 1


def test_marks_set_wrongly_against_spaces_are_paired_by_turns():
    assert inside('" We shall see "he said. "No "she said.') == [" We shall see ", "No "]


@settings(deadline=None)
@given(st.text(alphabet="ab .,\n\"'«»“”„‘’‚", max_size=200))
def test_quotations_lie_in_the_text_in_order_and_apart(text):
    quotes = find(text, paragraphs(text))
    end = 0
    for quote in quotes.outer:
        assert end <= quote.whole.start <= quote.span.start <= quote.span.end <= quote.whole.end <= len(text)
        end = quote.whole.end
    assert find(text, paragraphs(text)) == quotes


def test_a_thousand_unclosed_marks_take_no_time():
    text = '"word ' * 100_000
    assert find(text, paragraphs(text)).outer


def test_odd_marks_are_those_that_nothing_closes():
    text = 'He said: "we shall see.\n\n"We have time.\n\n"All the time", he said. "Nobody knows.'
    assert [span.start for span in find(text, paragraphs(text)).odd] == [text.index('"Nobody')]
