from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.model import Article, Region, RegionKind, Span
from pourparlers.reading import times

WEDNESDAY = date(2022, 1, 12)


def article(text, language="fr", published=WEDNESDAY, regions=()):
    return Article(id="a", name="a", text=text, language=language, published=published, regions=regions)


def found(text, language="fr", published=WEDNESDAY):
    return [
        (text[t.span.start : t.span.end], t.value) for t in times.find(article(text, language, published))
    ]


def values(text, language="fr", published=WEDNESDAY):
    return [value for _, value in found(text, language, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La ministre a répondu mardi à son collègue.", ["2022-01-11"]),
        ("La commission se tiendra vendredi.", ["2022-01-14"]),
        ("Elle a parlé mercredi matin.", ["2022-01-12"]),
        ("Ils se verront lundi prochain.", ["2022-01-17"]),
        ("Il est parti jeudi dernier.", ["2022-01-06"]),
        ("Les séances de mercredi et jeudi restent ouvertes.", ["2022-01-12", "2022-01-13"]),
        (
            "Hier, il pleuvait; avant-hier aussi; demain il neigera.",
            ["2022-01-11", "2022-01-10", "2022-01-13"],
        ),
        ("Les deux camps se sont vus en juin dernier.", ["2021-06"]),
        ("Le texte a été signé en novembre.", ["2021-11"]),
        ("Le processus prévu par l'accord conclu en mars.", ["2021-03"]),
        ("Le ministre a convoqué lundi ses collègues.", ["2022-01-10"]),
        ("Les travaux reprennent cette semaine.", ["2022-W02"]),
        ("Les travaux reprendront la semaine prochaine.", ["2022-W03"]),
        ("Il y a trois jours, tout allait bien.", ["2022-01-09"]),
        ("Le vote aura lieu dans deux semaines.", ["2022-W04"]),
        ("L'an dernier, puis en 1997.", ["2021", "1997"]),
        ("Fin janvier ou début 2022.", ["2022-01", "2022"]),
        ("Le congrès s'ouvre samedi 15.", ["2022-01-15"]),
    ],
)
def test_french_times_count_from_the_day_of_the_article(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Les 12 et 13 janvier 2020, rien.", [("Les 12", "2020-01-12"), ("13 janvier 2020", "2020-01-13")]),
        ("Du 10 au 13 janvier 2020.", [("Du 10 au 13 janvier 2020", "2020-01-10/2020-01-13")]),
        ("Fait le 03.02.2020.", [("03.02.2020", "2020-02-03")]),
        ("Fait le 03/02/2020.", [("03/02/2020", "2020-02-03")]),
    ],
)
def test_days_that_share_a_month_and_dotted_dates_are_read_whole(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le premier but date du 1er mars 2019.", ["2019-03-01"]),
        ("Une perte de 1.300 soldats et 49.3 points.", []),
        ("Mardi 10 personnes ont été reçues.", ["2022-01-11"]),
        ("Le mars de la mer et le lundi.", ["2022-01-10"]),
    ],
)
def test_numbers_that_are_no_dates_are_left_alone(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "She said Tuesday that they will meet on Friday.", ["2022-01-11", "2022-01-14"]),
        ("en", "Jan. 12, 2020, then January 14 and 15.", ["2020-01-12", "2022-01-14", "2022-01-15"]),
        ("en", "A March on the capital may follow in March.", ["2022-03"]),
        ("en", "It opened last June, three days ago or next week.", ["2021-06", "2022-01-09", "2022-W03"]),
        ("en", "Signed 03/02/2020.", ["2020-03-02"]),
        ("en-GB", "Signed 03/02/2020.", ["2020-02-03"]),
        ("de", "Am Dienstag sagte er, das Treffen werde am Freitag sein.", ["2022-01-11", "2022-01-14"]),
        ("de", "Am 12. und 13. Januar.", ["2022-01-12", "2022-01-13"]),
        ("es", "El 12 de enero de 2020; el martes dijo que no.", ["2020-01-12", "2022-01-11"]),
        ("it", "Dal 10 al 13 gennaio 2020.", ["2020-01-10/2020-01-13"]),
        ("pt", "Disse na terça-feira que sim.", ["2022-01-11"]),
        ("pl", "W środę powiedział, że 12 stycznia 2020 r. było zimno.", ["2022-01-12", "2020-01-12"]),
        ("ru", "В пятницу он сообщил, что 12 января 2020 года шёл снег.", ["2022-01-07", "2020-01-12"]),
        ("uk", "Зустріч відбудеться у п'ятницю, 14 січня.", ["2022-01-14"]),
        ("tr", "12 Ocak 2020 tarihinde, sonra Ocak'ta.", ["2020-01-12", "2022-01"]),
        ("ar", "قال يوم الثلاثاء إنه سيعود في 14 كانون الثاني 2022", ["2022-01-11", "2022-01-14"]),
    ],
)
def test_every_language_reads_its_own_months_and_weekdays(language, text, expected):
    assert values(text, language) == expected


def test_the_eve_of_something_is_the_day_the_sentence_speaks_of():
    spoken = times.find(article("Elle a averti mardi, à la veille d'un vote, de ses doutes."))
    assert [t.value for t in spoken] == ["2022-01-11", "2022-01-11"]
    assert "rule:eve-of" in spoken[1].why


def test_relative_times_stay_open_when_the_article_has_no_date():
    assert values("Elle a parlé mardi, puis le 3 mars 2020.", published=None) == [None, "2020-03-03"]


def test_nothing_is_read_from_boilerplate():
    text = "Photo du 3 mars 2020\nLe vote du 4 mars 2020 compte."
    caption = Region(RegionKind.CAPTION, Span(0, 20))
    read = times.find(article(text, regions=(caption,)))
    assert [t.value for t in read] == ["2020-03-04"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "lundi",
                "12",
                "janvier",
                "2022",
                "et",
                ",",
                "du",
                "au",
                "hier",
                "à la veille de",
                "«",
                "(",
                ".",
                "\n",
            ]
        ),
        max_size=30,
    ),
    st.sampled_from(["fr", "en", "ru", "xx"]),
    st.none() | st.dates(),
)
def test_spans_lie_in_the_text_in_order_and_apart(words, language, published):
    text = " ".join(words)
    read = times.find(article(text, language, published))
    ends = [0, *(t.span.end for t in read)]
    assert all(end <= t.span.start < t.span.end <= len(text) for end, t in zip(ends, read, strict=False))
    assert read == times.find(article(text, language, published))
