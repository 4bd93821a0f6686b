"""What is not body is marked, by kind and in every language; the body is left whole."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.knowledge.lexicon import LANGUAGES, lexicon
from pourparlers.model import RegionKind
from pourparlers.sources.boilerplate import find_regions

TITLE = {"fr": "Les discussions reprennent", "en": "Talks resume"}
BODY = {
    "fr": "Le ministre a déclaré mardi que les discussions reprendraient bientôt à Vienne.",
    "en": "The minister said on Tuesday that the talks would soon resume in Vienna.",
}


def marked(line, language="fr"):
    """Give the kinds and words marked in a line that stands between a title and the body."""
    text = f"{TITLE.get(language, 'Titre')}\n\n{line}\n\n{BODY.get(language, BODY['fr'])}"
    return [(region.kind, text[slice(*region.span)]) for region in find_regions(text, language)]


@pytest.mark.parametrize(
    ("language", "kind", "line"),
    [
        ("fr", RegionKind.PHOTO_CREDIT, "(Photo de Jean Dupont/AFP via Getty Images)"),
        ("fr", RegionKind.PHOTO_CREDIT, "© Jean Dupont / AFP"),
        ("fr", RegionKind.PHOTO_CREDIT, "Crédit photo : Jean Dupont"),
        ("en", RegionKind.PHOTO_CREDIT, "[Photo/Xinhua]"),
        ("en", RegionKind.PHOTO_CREDIT, "(AP Photo/John Smith)"),
        ("en", RegionKind.PHOTO_CREDIT, "Photograph: John Smith/Getty Images"),
        ("fr", RegionKind.CAPTION, "Photo d'archives : la salle des conférences"),
        ("en", RegionKind.CAPTION, "FILE PHOTO: The envoys leave the hall"),
        ("fr", RegionKind.BYLINE, "Par Jeanne Martin, Le Quotidien"),
        ("en", RegionKind.BYLINE, "By Jane Smith and John Doe"),
        ("fr", RegionKind.BYLINE, "Publié le 12 janvier 2022 à 10h30"),
        ("en", RegionKind.BYLINE, "Xinhua | Updated: 2022-01-12 17:52"),
        ("fr", RegionKind.BYLINE, "(avec AFP)"),
        ("de", RegionKind.BYLINE, "Von Hans Müller, Berlin"),
        ("es", RegionKind.BYLINE, "Por María García"),
        ("fr", RegionKind.LINK, "Lire aussi : Les négociateurs quittent la table"),
        ("en", RegionKind.LINK, "READ MORE: Negotiators leave the table"),
        ("fr", RegionKind.LINK, "Vous pouvez lire l’article original ici"),
        ("fr", RegionKind.LINK, "https://journal.example/article?id=12"),
        ("ru", RegionKind.LINK, "Читайте также: Переговоры продолжены"),
        ("ar", RegionKind.LINK, "اقرأ أيضا: استئناف المحادثات"),
        ("fr", RegionKind.SHARE_APPEAL, "Cet article vous a plu ? Partagez-le autour de vous !"),
        ("en", RegionKind.SHARE_APPEAL, "Follow us on Facebook and Twitter"),
        ("fr", RegionKind.NEWSLETTER_APPEAL, "Inscrivez-vous à notre newsletter pour ne rien manquer"),
        ("tr", RegionKind.NEWSLETTER_APPEAL, "Bültenimize abone olun"),
        ("en", RegionKind.DONATION_APPEAL, "Please donate to keep our website free for all readers."),
        ("fr", RegionKind.DONATION_APPEAL, "Pour que vive une presse indépendante, faites un don."),
        ("fr", RegionKind.ADVERTISEMENT, "- PUBLICITÉ -"),
        ("en", RegionKind.ADVERTISEMENT, "Story continues below advertisement"),
        ("pl", RegionKind.ADVERTISEMENT, "REKLAMA"),
        ("fr", RegionKind.COPYRIGHT, "© 2022 Le Quotidien. Tous droits réservés."),
        ("en", RegionKind.COPYRIGHT, "Copyright 2022 The Daily. All rights reserved."),
        ("fr", RegionKind.SEPARATOR, "* * *"),
        ("fr", RegionKind.SEPARATOR, "----------"),
        ("fr", RegionKind.NAVIGATION, "Accueil > Monde > Europe"),
        ("fr", RegionKind.NAVIGATION, "Mots-clés : diplomatie, Vienne"),
        ("fr", RegionKind.NAVIGATION, "Nous utilisons des cookies pour améliorer votre visite."),
        ("it", RegionKind.COPYRIGHT, "Riproduzione riservata"),
        ("uk", RegionKind.SHARE_APPEAL, "Підписуйтесь на наш Telegram"),
        ("pt", RegionKind.NAVIGATION, "Este site utiliza cookies."),
    ],
)
def test_a_line_of_boilerplate_is_marked_whole(language, kind, line):
    assert marked(line, language) == [(kind, line)]


@pytest.mark.parametrize(
    ("language", "dateline"),
    [
        ("fr", "PARIS (AFP) —"),
        ("fr", "Genève, 10 janvier (Reuters) -"),
        ("fr", "Vienne (lejournal.com) –"),
        ("fr", "12 mai 2022. -"),
        ("en", "BEIJING --"),
        ("en", "SEOUL, South Korea —"),
        ("en", "GENEVA, Jan 10 (Reuters) -"),
        ("en", "(CNN)"),
        ("de", "Genf (dpa) -"),
        ("es", "Madrid, 12 ene (EFE).-"),
        ("pl", "Warszawa (PAP) -"),
        ("ru", "МОСКВА, 12 янв — РИА Новости."),
        ("tr", "ANKARA (AA) -"),
        ("ar", "جنيف (رويترز) -"),
    ],
)
def test_a_dateline_is_marked_and_the_report_after_it_is_not(language, dateline):
    report = BODY.get(language, BODY["en"])
    assert marked(f"{dateline} {report}", language) == [(RegionKind.DATELINE, dateline)]


def test_a_caption_and_its_credit_are_two_regions():
    caption, credit = "Les deux envoyés à Vienne, lundi.", "(Photo de Jean Dupont/AFP)"
    assert marked(f"{caption} {credit}") == [(RegionKind.CAPTION, caption), (RegionKind.PHOTO_CREDIT, credit)]


def test_an_agency_after_the_last_sentence_is_marked_alone():
    assert marked("Les envoyés se reverront jeudi. (avec AFP)") == [(RegionKind.BYLINE, "(avec AFP)")]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "- Un pas vers la paix -"),
        ("fr", "« Lire aussi : ce qui suit », a lancé le porte-parole."),
        ("fr", '"Votre soutien est essentiel, nous avons besoin de financements", a dit le ministre.'),
        ("fr", "Le soutien à l'Ukraine est essentiel, selon le ministère des Affaires étrangères."),
        ("fr", "Les parties doivent partager sur la table leurs propositions."),
        ("fr", "Emmanuel Dupont (LREM) – l'un des négociateurs – a quitté la salle avant la fin."),
        ("fr", "Le Kremlin - qui avait posé ses conditions - n'a pas répondu lundi."),
        ("fr", "La newsletter du sénateur a révélé le contenu de l'accord."),
        ("fr", "L'envoyé a cité Reuters et l'AFP dans sa réponse."),
        ("fr", "Par ailleurs, le ministre a rencontré son homologue"),
        ("fr", "Vidéo ou non, la conférence a bien eu lieu, selon la présidence."),
        ("en", "By Monday the two sides had agreed on nothing"),
        ("en", "Ukraine will become a member of the alliance with your help, he told envoys."),
        ("en", "The claim is not supported by the documents, the ministry said."),
        ("en", "Members must make a contribution to the fund before the talks."),
        ("en", "Source of the dispute: the border."),
        ("en", "The union and the states subscribe to the principles of the charter."),
        ("en", "Copyright and trade remain the hardest chapters of the talks."),
        ("en", "The envoys read the letter (Reuters saw a copy) and left."),
        ("de", "Die Delegation dankte für ihre Unterstützung und alle akzeptieren den Plan."),
        ("pl", "Państwo to nie zgodziło się na propozycję, a wsparcie finansowe zawieszono."),
        ("ru", "Стороны готовы принять все условия и поделиться в Женеве проектом."),
    ],
)
def test_body_is_not_lost(language, line):
    assert marked(line, language) == []


def test_what_follows_the_body_is_marked_to_the_end():
    lines = [
        "Les discussions reprennent",
        BODY["fr"],
        "Partagez cet article avec vos amis !",
        "*****",
        "Votre don nous aide. Soutenez-nous, car notre journal vit de vos dons.",
        "Sans publicité, grâce à vous.",
    ]
    text = "\n\n".join(lines)
    covered = [text[slice(*region.span)] for region in find_regions(text, "fr")]
    assert covered == lines[2:]


def test_a_first_line_that_opens_like_a_link_is_a_title():
    assert find_regions(f"Analysis: what the envoys want\n\n{BODY['en']}", "en") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_lists(language):
    assert set(lexicon(language, "boilerplate")) == set(lexicon("en", "boilerplate"))
    assert set(lexicon(language, "language")) == set(lexicon("en", "language"))
    for values in lexicon(language, "boilerplate").values():
        assert values
        assert all(value == value.strip() and value for value in values)


@pytest.mark.parametrize(
    "piece", ["A-", "A A ", "Aa-Aa ", "A/", "A, A-A/A ", "(AFP", "Aa d' ", "Abc, 12 mai, "]
)
def test_lines_that_never_become_a_dateline_are_given_up_soon(piece):
    start = time.process_time()
    find_regions("\n".join([piece * 60] * 100), "fr")
    assert time.process_time() - start < 3


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.sampled_from(
            [
                "(Photo de A/AFP)",
                "© ",
                "PARIS (AFP) —",
                "Publicité",
                "***",
                " mot",
                "\n",
                "\n\n",
                "« ",
                '"',
                "Lire aussi :",
                ")",
            ]
        ),
        max_size=30,
    ),
    st.sampled_from(LANGUAGES),
)
def test_regions_are_in_order_and_never_overlap(parts, language):
    text = "".join(parts)
    end = 0
    for region in find_regions(text, language):
        assert end <= region.span.start < region.span.end <= len(text)
        assert text[slice(*region.span)] == text[slice(*region.span)].strip()
        end = region.span.end


@pytest.mark.parametrize(
    ("line", "language", "marked"),
    [
        (
            "MOST READ IN NEWS ROYAL ROW Prince reveals his 'unbearable' weekend LOST DOG Found after a year",
            "en",
            True,
        ),
        (
            "JUST WATCHED Envoys leave the talks Replay More Videos ... MUST WATCH Envoys leave the talks 01:35",
            "en",
            True,
        ),
        ("Most read in the capital, the daily said the talks had failed.", "en", False),
        ("Must watch it closely, he said, or the truce will fail.", "en", False),
    ],
)
def test_a_block_of_links_to_other_stories_is_no_body(line, language, marked):
    text = f"Talks end\n\nThe envoys left Geneva on Monday without a word.\n{line}\nThey will meet again, she said.\n"
    covered = any(text[slice(*r.span)] == line for r in find_regions(text, language))
    assert covered == marked
