"""Files as press databases and offices make them, with sentences of our own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from fpdf import FPDF

from pourparlers.report.fonts import font_path
from pourparlers.sources.formats import Found, read_material
from pourparlers.sources.material import of_bytes

FRENCH = (
    "Le ministre a déclaré mercredi que les pourparlers reprendraient la semaine prochaine au bord du lac. "
    "« Nous ne signerons pas à n'importe quel prix », a-t-il ajouté devant la presse.",
    "La porte-parole de la délégation a répondu que son gouvernement attendait toujours une réponse écrite "
    "à sa proposition du printemps, et que les garanties demandées restaient insuffisantes.",
    "Les médiateurs, eux, se disent confiants : un texte de compromis circule depuis lundi entre les capitales.",
)
ENGLISH = (
    "The minister said on Wednesday that the talks would resume next week on the lake. “We will not sign at any "
    "price,” he told reporters.",
    "The spokeswoman of the delegation answered that her government was still waiting for a written reply to its "
    "proposal of the spring.",
)


def read(data: bytes, name: str) -> tuple[list[Found], list[str]]:
    """The articles of a file, and its errors as a user sees them."""
    items = list(read_material(of_bytes(data, name)))
    return [one for one in items if isinstance(one, Found)], [
        str(one) for one in items if not isinstance(one, Found)
    ]


# ---------------------------------------------------------------- Europresse


def europresse_article(
    title: str = "Les pourparlers reprennent",
    *,
    outlet: str = "Le Courrier du port, no. 43018",
    header: str = "International, mercredi 12 janvier 2022 812 mots, p. 16",
    author: str = "Par Jeanne Durand",
    subtitle: str = "",
    text: Iterable[str] = FRENCH,
    number: str = "news·20220112·CP·0q1503_1256056",
) -> str:
    """One article of an export, as it has been since about 2017."""
    paragraphs = "".join(f"<p>{one}</p>" for one in text)
    below = f'<p class="sm-margin-TopNews rdp__subtitle">{subtitle}</p>' if subtitle else ""
    return f"""<article> <header> <span sourcecode="CP"></span>
    <div class="rdp__DocPublicationName"> <span class="DocPublicationName">{outlet}   </span> </div>
    <div class="rdp__DocHeader"> <span class="DocHeader">{header}</span> </div>
    <div class="titreArticle"><p class="sm-margin-bottomNews">DIPLOMATIE</p>
    <p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">{title}</p>{below}</div>
    <p class="sm-margin-bottomNews">{author}</p> </header>
    <section> <div class="DocText clearfix"> <div class='docOcurrContainer'> {paragraphs} </div> </div> </section>
    <aside> <div><p><b>Illustration(s) : </b></p><div><p>Une photo du port.</p></div></div> </aside>
    <footer> <small>© 2022 Le Courrier du port. Tous droits réservés.</small>
    <div class="publiC-lblNodoc">{number}</div> <p>Ce certificat est émis à des fins de visualisation.</p> </footer>
    </article>"""


def europresse(*articles: str, charset: str = "utf-8") -> bytes:
    """An export: its articles one after the other."""
    page = (
        f'<!DOCTYPE html> <html> <head> <meta charset="{charset}"> <title></title> <style>'
        f".DocPublicationName{{color:#83724e}}</style></head> <body> {''.join(articles)} </body> </html>"
    )
    return page.encode("cp1252" if charset == "iso-8859-1" else "utf-8")


# ---------------------------------------------------------------- Factiva

FACTIVA = {
    "SE": ("International",),
    "HD": ("Les pourparlers reprennent",),
    "BY": ("Par Jeanne Durand",),
    "WC": ("295 mots",),
    "PD": ("29 décembre 2021",),
    "ET": ("15:32",),
    "SN": ("Le Courrier du port",),
    "SC": ("COURPO",),
    "PG": ("26",),
    "LA": ("Français",),
    "CY": ("(c) 2021 Le Courrier.",),
    "LP": FRENCH[:2],
    "TD": FRENCH[2:],
    "RE": ("fra : France | eurz : Europe",),
    "AN": ("Document COURPO0020211229ehct0001r",),
}


def factiva_page(*articles: Mapping[str, Sequence[str]]) -> bytes:
    """An export in HTML with field codes, after the long styles that Factiva puts in front."""
    made = []
    for fields in articles:
        rows = []
        for code, lines in fields.items():
            text = escape(lines[0])
            if code in {"LP", "TD"}:
                text = "".join(
                    f'<p class="articleParagraph frarticleParagraph">{escape(one)}</p>\n' for one in lines
                )
            if code == "HD":
                text = f"<b class='frHeadline'>{text}</b>\n"
            rows.append(f'<tr><td class="index"><b>{code}</b>&nbsp;</td><td>{text}</td></tr>')
        made.append(
            f'<span></span><div class="article frArticle"><table>{"".join(rows)}</table><br/></div><br/>'
        )
    styles = "body{margin:0}" * 8000
    page = (
        '<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"/>'
        f'<title>Factiva</title><style>{styles}</style></head><body><div id="contentLeft">{"".join(made)}</div>'
        '<div id="pageFooter"><span class="copyright">&copy; 2022 Factiva, Inc.</span></div></body></html>'
    )
    return page.encode()


def rtf(*paragraphs: str, codepage: int = 1252) -> bytes:
    """A document of paragraphs of RTF source; other characters are escaped in the code page."""
    fonts = r"{\fonttbl{\f0\fnil Arial;}}{\colortbl;\red0\green0\blue0;}"
    start = rf"{{\rtf1\ansi\ansicpg{codepage}\deff0{fonts}"
    body = "\n".join(paragraphs)
    escaped = "".join(
        one if one.isascii() else "".join(f"\\'{byte:02x}" for byte in one.encode(f"cp{codepage}"))
        for one in body
    )
    return f"{start}\n{escaped}}}".encode("ascii")


def rtf_row(code: str, *lines: str) -> str:
    """A row of the table of a Factiva export."""
    cell = r"\par ".join(lines)
    return rf"\trowd\trgaph\cellx1000\cellx9000\pard\intbl\qr {{\b {code}}}\cell\pard\intbl {cell}\cell\row"


def rtf_line(text: str, *, bold: bool = False) -> str:
    """A paragraph."""
    return rf"\pard {{\b {text}}}\par" if bold else rf"\pard {text}\par"


# ---------------------------------------------------------------- Nexis

NEXIS: dict[str, Any] = {
    "title": "Talks Resume on the Lake",
    "outlet": "The Harbour Courier",
    "date": "January 12, 2022 Wednesday, Late Edition - Final",
    "fields": {
        "Section": "Section A; Column 1; Foreign Desk; Pg. 7",
        "Length": "936 words",
        "Byline": "By ANN LEE",
        "Dateline": "GENEVA, Jan. 12",
        "Highlight": "Both sides wait for the other to move first.",
    },
    "text": ENGLISH,
}


def nexis(*articles: Mapping[str, Any], end: str = "End of Document", body: str = "Body") -> bytes:
    """An export: a cover with a list of the documents, then each of them."""
    made = docx.Document()
    for line in (
        "User Name: A. NAME",
        "Date and Time: Wednesday, January 19, 2022 7:11:00 PM",
        "Job Number: 795",
    ):
        made.add_paragraph(line)
    made.add_paragraph(f"Documents ({len(articles)})")
    for number, one in enumerate(articles, start=1):
        made.add_paragraph(f"{number}. {one['title']}")
        made.add_paragraph("Client/Matter: -None-")
    for one in articles:
        heading = made.add_paragraph()
        heading.add_run(one["title"]).bold = True
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), "0")
        heading._p.get_or_add_pPr().append(level)
        made.add_paragraph("\u00a0" + one["outlet"])
        made.add_paragraph(one["date"])
        rights = made.add_paragraph()
        rights.add_run().add_break()
        rights.add_run("Copyright 2022 The Owner All Rights Reserved")
        for label, value in one["fields"].items():
            line = made.add_paragraph()
            line.add_run(f"{label}:").bold = True
            line.add_run(f"\u00a0{value}")
        made.add_paragraph(body)
        made.add_paragraph()
        for text in one["text"]:
            made.add_paragraph(text)
        made.add_paragraph("Graphic")
        made.add_paragraph("Photo: the lake at dawn")
        made.add_paragraph("Load-Date:\u00a0January 13, 2022")
        made.add_paragraph(end)
    return saved(made)


# ---------------------------------------------------------------- Word, OpenDocument, PDF


def saved(made: Any) -> bytes:
    """The bytes of a Word document."""
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def word(*paragraphs: tuple[str, int]) -> bytes:
    """A Word document: texts with the levels of their headings, 0 for none."""
    made = docx.Document()
    for text, level in paragraphs:
        if level:
            made.add_heading(text, level)
        else:
            made.add_paragraph(text)
    return saved(made)


def open_document(*paragraphs: tuple[str, int], encrypted: bool = False) -> bytes:
    """An OpenDocument text: texts (XML source) with the levels of their headings, 0 for none."""
    body = "".join(
        f'<text:h text:outline-level="{level}">{text}</text:h>' if level else f"<text:p>{text}</text:p>"
        for text, level in paragraphs
    )
    names = ("office", "text", "style", "fo", "draw")
    spaces = " ".join(f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in names)
    locked = "<manifest:encryption-data/>" if encrypted else ""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:text>'
            f"{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", f'<m xmlns:manifest="urn:m">{locked}</m>')
    return held.getvalue()


class Paper(FPDF):
    """A document with a running head and foot."""

    head = ""

    def header(self) -> None:
        if self.head:
            self.set_font("D", size=8)
            self.cell(0, 5, self.head, new_x="LMARGIN", new_y="NEXT")
            self.ln(3)

    def footer(self) -> None:
        if self.head:
            self.set_y(-12)
            self.set_font("D", size=8)
            self.cell(0, 5, f"Page {self.page_no()} / 3", align="C")

    def title_line(self, text: str, size: float = 17) -> None:
        """A headline."""
        self.set_font("D", "B", size)
        self.multi_cell(0, 8, text, new_x="LMARGIN", new_y="NEXT")
        self.set_font("D", size=10)

    def line(self, text: str, size: float = 9) -> None:  # type: ignore[override]
        """A line by itself."""
        self.set_font("D", size=size)
        self.cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
        self.set_font("D", size=10)

    def columns(self, texts: Iterable[str], number: int) -> None:
        """Paragraphs in columns."""
        with self.text_columns(ncols=number, gutter=7, text_align="J", balance=True) as made:
            for text in texts:
                made.write(f"{text}\n")
                made.ln(2)
        self.ln(5)


def paper(head: str = "") -> Paper:
    """An empty document."""
    made = Paper()
    made.head = head
    made.add_font("D", "", font_path(bold=False))
    made.add_font("D", "B", font_path(bold=True))
    made.set_auto_page_break(True, 18)
    return made
