"""A text printed in several outlets is counted once, with all its outlets; two reports of one event stay two."""

import random
import time
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.model import Article, Region, RegionKind, Span
from pourparlers.sources import merge_copies

PLACES = ["Vienne", "Genève", "Bruxelles", "Oslo", "Doha", "Astana", "Minsk", "Ankara", "Rome", "Lisbonne"]
WORDS = [
    "le",
    "ministre",
    "délégation",
    "accord",
    "trêve",
    "frontière",
    "otages",
    "sanctions",
    "texte",
    "projet",
    "réunion",
    "médiateur",
    "proposition",
    "retrait",
    "garantie",
    "calendrier",
    "pétrole",
    "échange",
    "mandat",
]


def prose(seed, length=200):
    chosen = random.Random(seed)
    return " ".join(chosen.choice(WORDS + PLACES) + str(chosen.randrange(30)) for _ in range(length))


def article(name, text, **more):
    return Article(id=name, name=name, text=text, language="fr", **more)


def test_the_same_text_in_two_outlets_is_one_article():
    text = prose(1)
    (kept,) = merge_copies(
        [
            article("b", text, outlet="Le Soir", published=date(2022, 1, 12)),
            article("a", text, outlet="Le Matin", published=date(2022, 1, 11), url="https://a.example"),
        ]
    )
    assert kept.name == "a"
    assert [(copy.name, copy.outlet, copy.published) for copy in kept.copies] == [
        ("b", "Le Soir", date(2022, 1, 12))
    ]


def test_another_title_credits_and_small_edits_do_not_hide_a_copy():
    words = prose(2).split()
    edited = words.copy()
    edited[20] = edited[90] = edited[150] = "changé"
    credit = "Photo de Jean Dupont"
    text = f"Un autre titre\n\n{' '.join(edited)}\n\n{credit}"
    copy = article(
        "z",
        text,
        title="Un autre titre",
        title_span=Span(0, 14),
        regions=(Region(RegionKind.PHOTO_CREDIT, Span(len(text) - len(credit), len(text))),),
    )
    assert len(merge_copies([article("a", " ".join(words)), copy])) == 1


def test_a_shortened_copy_gives_way_to_the_whole_text():
    words = prose(3, 400).split()
    short = article("short", " ".join(words[:150]), published=date(2022, 1, 10))
    whole = article("whole", " ".join(words), published=date(2022, 1, 12))
    (kept,) = merge_copies([short, whole])
    assert kept.name == "whole"
    assert kept.copies[0].name == "short"


def test_two_reports_that_share_a_quotation_stay_two():
    quotation = prose(4, 60)
    reports = [article(name, f"{prose(name)} {quotation}") for name in ("a", "b")]
    assert merge_copies(reports) == tuple(reports)


def test_short_texts_merge_only_when_equal():
    texts = [
        "Les discussions reprennent lundi.",
        "Les discussions reprennent lundi.",
        "Les discussions reprennent mardi.",
    ]
    assert len(merge_copies([article(str(number), text) for number, text in enumerate(texts)])) == 2


def test_the_order_given_is_kept_and_nothing_is_no_article():
    articles = [article(str(number), prose(number)) for number in (5, 6, 7)]
    assert merge_copies(articles) == tuple(articles)
    assert merge_copies([]) == ()


def test_merging_again_changes_nothing():
    articles = [article("a", prose(8)), article("b", prose(8)), article("c", prose(9))]
    once = merge_copies(articles)
    assert merge_copies(once) == once


def test_copies_already_known_are_kept():
    first = merge_copies([article("a", prose(10)), article("b", prose(10))])
    (kept,) = merge_copies([*first, replace(article("c", prose(10)), outlet="Le Soir")])
    assert sorted(copy.name for copy in kept.copies) == ["b", "c"]


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(8)))
def test_the_order_of_the_articles_does_not_matter(order):
    base = [prose(number // 2) + (f" ajout{number}" if number % 2 else "") for number in range(8)]
    articles = [article(f"n{number}", text) for number, text in enumerate(base)]
    expected = {kept.name: kept.copies for kept in merge_copies(articles)}
    assert {kept.name: kept.copies for kept in merge_copies([articles[at] for at in order])} == expected


def test_time_grows_with_the_number_of_articles_and_not_with_its_square():
    def seconds(count):
        articles = [article(str(number), prose(number % (count // 2), 60)) for number in range(count)]
        start = time.process_time()
        assert len(merge_copies(articles)) == count // 2
        return time.process_time() - start

    seconds(50)
    assert seconds(1_000) < 50 * max(seconds(100), 0.02)
