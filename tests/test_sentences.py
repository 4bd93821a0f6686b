from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.reading.sentences import paragraphs, sentences


def cut(text, language="en"):
    return [text[span.start : span.end] for span in sentences(text, language)]


def test_abbreviations_and_initials_end_no_sentence():
    assert cut("M. Durand a vu Mme. Petit. Il part.", "fr") == ["M. Durand a vu Mme. Petit.", "Il part."]
    assert cut("Dr. J. Smith met U.S. envoys. He left.") == ["Dr. J. Smith met U.S. envoys.", "He left."]
    assert cut("Г-н Иванов и др. уехали. Он вернулся.", "ru") == ["Г-н Иванов и др. уехали.", "Он вернулся."]


def test_ordinals_with_a_full_stop_end_no_sentence():
    assert cut("Am 12. Januar kam sie. Er ging.", "de") == ["Am 12. Januar kam sie.", "Er ging."]


def test_a_sentence_holds_the_whole_of_what_it_quotes():
    assert cut('"We came. We saw. We left", she said. He agreed.') == [
        '"We came. We saw. We left", she said.',
        "He agreed.",
    ]


def test_a_quotation_after_its_sentence_is_a_sentence():
    assert cut('"We came", she said. "We left."') == ['"We came", she said.', '"We left."']


def test_a_question_in_quotation_marks_goes_on_in_lower_case():
    assert cut("« Où est l'accord ? » demande-t-il. Nul ne répond.", "fr") == [
        "« Où est l'accord ? » demande-t-il.",
        "Nul ne répond.",
    ]


def test_an_unclosed_quotation_does_not_hide_sentences():
    assert cut('He said: "we came. Then they left. Nobody knows.') == [
        'He said: "we came.',
        "Then they left.",
        "Nobody knows.",
    ]


def test_arabic_question_marks_end_sentences():
    assert len(cut("هل وافقوا؟ لا أحد يعلم.", "ar")) == 2


def test_wrapped_lines_are_one_paragraph_and_short_lines_are_not():
    wrapped = "The two sides met again on Tuesday in the old town hall of\nthe city, and nobody would say what had been on the table of\nthe talks or when they would go on with them after the break.\nThey left."
    assert len(paragraphs(wrapped)) == 1
    assert len(paragraphs("A headline\nA first line of text.\n\nAnother one.")) == 3


@settings(deadline=None)
@given(st.text(alphabet="aB .?!\"«»'\n", max_size=200))
def test_sentences_lie_in_order_inside_paragraphs(text):
    blocks = paragraphs(text)
    end = 0
    for span in sentences(text, "fr"):
        assert end <= span.start < span.end <= len(text)
        assert any(block.start <= span.start and span.end <= block.end for block in blocks)
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        end = span.end
