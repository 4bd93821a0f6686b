"""E-mails as mail programs save them: one article, several, or attached ones."""

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.errors import EmptyError, SourceError
from pourparlers.sources.formats import read_material
from pourparlers.sources.material import of_bytes

SENTENCE = "The delegate of {} told reporters that the talks on fishing rights would be resumed in spring."


def letter(plain="", html="", subject="The week in talks", **headers) -> EmailMessage:
    mail = EmailMessage()
    mail["Received"] = "from a.example by b.example; Wed, 12 Jan 2022 07:00:01 +0000"
    mail["From"] = '"Le Môle – Lettre" <letter@mole.example>'
    mail["To"] = "reader@b.example"
    mail["Subject"] = subject
    mail["Date"] = "Wed, 12 Jan 2022 07:00:00 +0000"
    mail["Message-ID"] = "<1@mole.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(plain or "See the page.", cte="quoted-printable")
    if html:
        mail.add_alternative(html, subtype="html", cte="quoted-printable")
    return mail


def read(mail, label="letter.eml"):
    data = mail if isinstance(mail, bytes) else mail.as_bytes()
    found = list(read_material(of_bytes(data, label)))
    return (
        [one.article for one in found if not isinstance(one, SourceError)],
        [one for one in found if isinstance(one, SourceError)],
    )


def test_a_newsletter_of_one_article_is_read_from_its_html():
    html = f"""<html><head><style>p{{color:red}}</style></head><body><table><tr><td><h1>Été à Genève</h1>
    <p>{SENTENCE.format("Genève")}</p><h2>What next</h2><p>{SENTENCE.format("Bern")}</p></td></tr></table></body></html>"""
    (article,), failures = read(letter("Read it online.", html, subject="Fwd: Été à Genève"))
    assert not failures
    assert article.name == "letter"
    assert article.text.startswith("Été à Genève\n\n" + SENTENCE.format("Genève") + "\n\nWhat next")
    assert (article.title, article.outlet, str(article.published)) == (
        "Été à Genève",
        "Le Môle – Lettre",
        "2022-01-12",
    )


def test_a_newsletter_of_several_articles_is_parted_at_headings_that_are_links():
    items = "".join(
        f'<h2><a href="https://mole.example/{town}">Talks in {town}</a></h2><p>{SENTENCE.format(town)}</p><p>He left.</p>'
        for town in ("Oslo", "Bern")
    )
    items += (
        f'<a href="https://mole.example/Rome"><h3>Talks in Rome</h3></a><div>{SENTENCE.format("Rome")}</div>'
    )
    items += '<h2><a href="https://mole.example/all">All news</a></h2><p>Unsubscribe</p>'
    articles, failures = read(letter(html=f"<html><body><p>Good morning!</p>{items}</body></html>"))
    assert not failures
    assert [(one.name, one.title, one.url) for one in articles] == [
        (f"letter.eml#{number}", f"Talks in {town}", f"https://mole.example/{town}")
        for number, town in enumerate(("Oslo", "Bern", "Rome"), 1)
    ]
    assert articles[0].text == f"Talks in Oslo\n\n{SENTENCE.format('Oslo')}\n\nHe left."
    assert {one.outlet for one in articles} == {"Le Môle – Lettre"}


def test_a_plain_newsletter_is_parted_at_ruled_lines():
    plain = "\n\n----------\n\n".join(
        f"Talks in {town}\n\n{SENTENCE.format(town)}\nMore was said.\n\nhttps://mole.example/{town}"
        for town in ("Oslo", "Bern")
    )
    articles, _ = read(letter(plain))
    assert [(one.title, one.url[-4:]) for one in articles] == [
        ("Talks in Oslo", "Oslo"),
        ("Talks in Bern", "Bern"),
    ]
    (whole,), _ = read(letter(plain.replace("https://", "")))
    assert whole.title == "The week in talks"


def test_attached_and_forwarded_articles_are_read():
    mail = letter("See attached.")
    mail.add_attachment(
        SENTENCE.format("Oslo").encode(), maintype="text", subtype="plain", filename="../oslo.txt"
    )
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    mail.add_attachment(letter(SENTENCE.format("Bern"), subject="Forwarded"))
    articles, failures = read(mail)
    assert not failures
    assert [one.name for one in articles] == ["letter", "letter.eml/../oslo.txt", "letter.eml/3.eml"]
    assert articles[2].title == "Forwarded"


def test_encodings_of_bodies_and_headers():
    data = (
        b"MIME-Version: 1.0\r\nFrom: =?iso-8859-1?Q?Le_M=F4le?= <a@mole.example>\r\n"
        b"Subject: =?utf-8?B?w4l0w6k=?=\r\n =?utf-8?Q?_chaud?=\r\nDate: someday\r\n"
        b"Content-Type: text/plain; charset=x-unknown\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + "La déléguée a dit que la réunion à Genève était utile et qu'elle y était pour la première fois.\r\n".encode(
            "cp1252"
        )
    )
    (article,), failures = read(data)
    assert (article.title, article.outlet) == ("Été chaud", "Le Môle")
    assert "déléguée" in article.text
    assert ["'someday' is no date" in str(one) for one in failures] == [True]


def test_a_mail_without_its_ending_is_known_by_its_headers():
    articles, _ = read(letter(SENTENCE.format("Oslo")), "mail.txt")
    assert articles[0].title == "The week in talks"
    (note,), _ = read(b"From: the delegate\n\n" + SENTENCE.format("Oslo").encode(), "note.txt")
    assert note.text.startswith("From: the delegate")


def test_a_mail_cut_off_or_empty():
    data = letter(html=f"<p>{SENTENCE.format('Oslo') * 9}</p>").as_bytes()
    articles, _ = read(data[:-300])
    assert SENTENCE.format("Oslo") in articles[0].text
    for data in (b"", b"\n\n", letter(" ").as_bytes().split(b"\n\n")[0]):
        articles, failures = read(data)
        assert not articles
        assert [type(one) for one in failures] == [EmptyError]


def test_mails_in_mails_end():
    mail = letter(SENTENCE.format("Oslo"))
    for _ in range(6):
        outer = letter("See the mail.")
        outer.add_attachment(mail)
        mail = outer
    articles, failures = read(mail)
    assert len(articles) == 3
    assert ["a mail in a mail" in str(one) for one in failures] == [True]


WHOLE = letter(SENTENCE.format("Oslo"), f"<h1>a</h1><p>{SENTENCE.format('Bern')}</p>").as_bytes()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(WHOLE)), st.binary(max_size=20))
def test_any_damage_gives_articles_or_errors(at, junk):
    articles, failures = read(WHOLE[:at] + junk + WHOLE[at + len(junk) :])
    assert articles or failures
    assert all("\n" not in str(one) for one in failures)


@pytest.mark.parametrize("label", ["a.eml"])
@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_give_articles_or_errors(label, data):
    articles, failures = read(data, label)
    assert articles or failures
