import json

import pytest

from pourparlers.errors import PourparlersError
from pourparlers.model import Article, Attribution, Reading
from pourparlers.reading import engine
from pourparlers.reading.interchange import records

TEXT = '"Nous voulons la paix", a déclaré la ministre suédoise aux journalistes. Berlin a rejeté cette offre.'


def article(name, text=TEXT):
    return Article(name, name, text, "fr")


@pytest.fixture(scope="module")
def reader():
    return engine.Reader(threads=1)


def test_the_same_article_gives_the_same_reading(reader):
    assert reader.read(article("a")) == reader.read(article("a"))


def test_a_reading_has_everything_in_it(reader):
    reading = reader.read(article("a"))
    assert reading.article == "a"
    assert reading.model == reader.model
    assert len(reading.sentences) == 2
    assert {one.id for one in reading.attributions} == set(reading.vectors)
    assert all(len(vector) == 384 for vector in reading.vectors.values())
    assert set(reading.bearings) == set(reading.vectors)
    assert len({len(bearing) for bearing in reading.bearings.values()}) == 1


@pytest.mark.parametrize(
    ("language", "text", "first", "second"),
    [
        ("fr", "« La porte est ouverte, a dit la diplomate, mais le temps presse. »", "La porte", "presse."),
        ("ru", "«Двери открыты, — сказал дипломат, — но время истекает».", "Двери", "истекает"),
        ("uk", "«Двері відчинені, — сказав дипломат, — але час спливає».", "Двері", "спливає"),
        ("pl", "„Drzwi są otwarte – powiedział dyplomata – ale czas ucieka”.", "Drzwi", "ucieka"),
        ("es", "«La puerta está abierta —dijo el diplomático—, pero el tiempo se agota».", "La", "agota"),
    ],
)
def test_a_quotation_with_its_speaker_within_the_marks_is_read_once(reader, language, text, first, second):
    [one] = reader.read(Article("a", "a", text, language)).attributions
    words = [text[span.start : span.end] for span in one.content]
    assert words[0].startswith(first)
    assert words[-1].endswith(second)
    assert len(words) == 2


def test_what_follows_a_sentence_and_its_speaker_within_one_pair_of_marks_is_a_second_one(reader):
    text = "«Мы готовы к диалогу, — сказал министр. — Но не под давлением»."
    one, two = reader.read(Article("a", "a", text, "ru")).attributions
    assert [text[span.start : span.end] for span in one.content] == ["Мы готовы к диалогу"]
    assert [text[span.start : span.end] for span in two.content] == ["Но не под давлением"]


def test_an_article_without_words_is_read(reader):
    assert reader.read(article("a", "  \n\n…")).attributions == ()


def test_many_articles_come_back_in_order():
    articles = [article(str(number), TEXT * (1 + number % 3)) for number in range(5)]
    found = list(engine.read_many(iter(articles), processes=1))
    assert [reading.article for reading in found] == [one.id for one in articles]


def test_processes_give_what_one_process_gives():
    articles = [article(str(number)) for number in range(3)]
    assert list(engine.read_many(articles, processes=2)) == list(engine.read_many(articles, processes=1))


def test_a_failing_article_does_not_stop_the_others(monkeypatch):
    read = engine.Reader.read

    def failing(self, one):
        if one.id == "bad":
            raise ValueError("broken")
        return read(self, one)

    monkeypatch.setattr(engine.Reader, "read", failing)
    first, error, last = engine.read_many([article("a"), article("bad"), article("b")], processes=1)
    assert isinstance(first, Reading)
    assert isinstance(last, Reading)
    assert isinstance(error, PourparlersError)
    assert "bad: could not be read: ValueError: broken" in str(error)


def test_the_interchange_format_is_one_json_object_an_attribution(reader):
    reading = reader.read(article("a"))
    first = json.loads(json.dumps(next(records(article("a"), reading))))
    assert first["doc"] == "a"
    assert first["id"] == f"a:{reading.attributions[0].id}"
    assert TEXT[first["content"][0]["start"] : first["content"][0]["end"]] == "Nous voulons la paix"
    assert first["addressee"] == "journalistes"
    assert first["type"] == "direct"


def test_the_caller_may_say_who_speaks(reader):
    def speaker(one: Attribution):
        return {"speaker": "Sweden", "party": "SWE"}

    reading = reader.read(article("a"))
    assert next(records(article("a"), reading, speaker_of=speaker))["speaker"] == "Sweden"
