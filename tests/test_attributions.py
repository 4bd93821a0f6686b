import numpy as np
import pytest

from pourparlers.model import Article, AttributionType, Region, RegionKind, Span
from pourparlers.reading import attributions
from pourparlers.reading.drafts import Draft, _Linked
from pourparlers.reading.encoder import Encoder
from pourparlers.reading.grammar import grammar
from pourparlers.reading.layout import lay_out, unread
from pourparlers.reading.rules import apply
from pourparlers.reading.spans import Cutter


def article(text, language="fr", regions=()):
    return Article("id", "name", text, language, regions=tuple(regions))


@pytest.fixture(scope="module")
def find():
    encoder = Encoder(threads=1)

    def run(text, language="fr", regions=()):
        one = article(text, language, regions)
        layout = lay_out(one)
        encoded = encoder.encode(text, skip=unread(one, layout))
        return attributions.find(one, encoded, layout)

    return run


def words_of(text, one):
    cut = [text[span.start : span.end] for span in one.content]
    return (one.source and text[one.source.start : one.source.end]), cut


def outer(found):
    return [one for one in found if one.nested_in is None]


class Sentence:
    """A sentence with parts named by their words, to try a rule on."""

    def __init__(self, text, language="fr"):
        self.layout = lay_out(article(text, language))
        self.words = self.layout.words
        self.grammar = grammar(language)
        self.cutter = Cutter(self.words, self.layout.quotes)

    def part(self, words):
        start = self.words.text.index(words)
        return self.words.within(Span(start, start + len(words)))

    def draft(self, *, cue=None, source=None, contents=()):
        cue, source = cue and self.part(cue), source and self.part(source)
        return Draft(0, cue=cue, source=source, contents=[self.part(one) for one in contents])

    def apply(self, *drafts):
        return apply(list(drafts), self.words, self.grammar, self.cutter.quoted_words())

    def text(self, part):
        span = self.words.span(part)
        return self.words.text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "cue", "subject"),
    [
        ("« Nous partons », prévient-il.", "prévient", "il"),
        ("« Nous partons », a-t-elle ensuite ajouté.", "ajouté", "elle"),
        ("« Nous partons », lance t-on à Genève.", "lance", "on"),
    ],
)
def test_a_subject_after_its_verb_is_the_source(text, cue, subject):
    sentence = Sentence(text)
    (draft,) = sentence.apply(sentence.draft(cue=cue, contents=["Nous partons"]))
    assert sentence.text(draft.source) == subject


def test_coordinated_verbs_and_participles_share_their_subject():
    sentence = Sentence(
        "La ministre a jugé le texte faible et promis de le revoir, estimant que tout restait ouvert."
    )
    drafts = sentence.apply(
        sentence.draft(cue="jugé", source="La ministre", contents=["le texte faible"]),
        sentence.draft(cue="promis", contents=["le revoir"]),
        sentence.draft(cue="estimant", contents=["tout restait ouvert"]),
    )
    assert [sentence.text(draft.source) for draft in drafts] == ["La ministre"] * 3


def test_a_participle_before_the_main_verb_takes_its_subject():
    sentence = Sentence("Estimant que tout restait ouvert, la ministre a promis une réponse.")
    drafts = sentence.apply(
        sentence.draft(cue="Estimant", contents=["tout restait ouvert"]),
        sentence.draft(cue="promis", source="la ministre", contents=["une réponse"]),
    )
    assert sentence.text(drafts[0].source) == "la ministre"


def test_a_noun_without_a_source_takes_no_subject():
    sentence = Sentence("Le ministre a salué le texte malgré des appels à le rejeter.")
    drafts = sentence.apply(
        sentence.draft(cue="salué", source="Le ministre", contents=["le texte"]),
        sentence.draft(cue="appels", contents=["le rejeter"]),
    )
    assert drafts[1].source is None


def test_a_relative_pronoun_stands_for_the_phrase_before_it():
    sentence = Sentence("Contrairement à la ministre suédoise, qui souhaite un report, il veut signer.")
    (draft,) = sentence.apply(sentence.draft(cue="souhaite", contents=["un report"]))
    assert sentence.text(draft.source) == "la ministre suédoise"
    english = Sentence("Nobody contradicted the Swedish envoy, who said the text was dead.", "en")
    (draft,) = english.apply(english.draft(cue="said", source="who", contents=["the text was dead"]))
    assert english.text(draft.source) == "the Swedish envoy"


def test_the_subject_of_a_passive_is_no_source():
    sentence = Sentence("Il a été signalé que la séance était levée.")
    (draft,) = sentence.apply(sentence.draft(cue="signalé", source="Il", contents=["la séance était levée"]))
    assert draft.source is None


def test_a_heading_with_a_colon_names_its_source():
    sentence = Sentence("Oslo : « Aucune percée » après deux jours de discussions")
    (draft,) = sentence.apply(sentence.draft(contents=["Aucune percée » après deux jours"]))
    assert sentence.text(draft.source) == "Oslo"
    assert [sentence.text(part) for part in draft.contents] == ["Aucune percée"]


def test_what_is_neither_quoted_nor_said_is_dropped():
    sentence = Sentence("La séance a été longue.")
    assert sentence.apply(sentence.draft(contents=["La séance"])) == []


def test_a_content_is_cut_at_marks_and_keeps_the_stop_inside_them():
    sentence = Sentence("Elle veut un accord « solide et juste. »")
    spans = sentence.cutter.content([sentence.part("un accord « solide et juste")], sentence.grammar)
    assert [sentence.words.text[a:b] for a, b in spans] == ["un accord", "solide et juste."]


def test_a_content_starts_after_que_and_after_a_lone_preposition():
    sentence = Sentence("Elle appelle à des gestes et dit qu'il est temps.")
    cue = sentence.part("appelle")
    first = sentence.cutter.content([sentence.part("à des gestes")], sentence.grammar, after=cue)
    second = sentence.cutter.content([sentence.part("qu'il est temps")], sentence.grammar)
    assert [sentence.words.text[a:b] for a, b in (*first, *second)] == ["des gestes", "il est temps"]


def test_function_words_between_two_quotations_are_left_out():
    sentence = Sentence("Le texte est « faible » et « dangereux ».")
    spans = sentence.cutter.content([sentence.part("faible » et « dangereux")], sentence.grammar)
    assert [sentence.words.text[a:b] for a, b in spans] == ["faible", "dangereux"]


def test_a_cue_is_its_lexical_words():
    sentence = Sentence("Elle n'a pas été appelée à céder.")
    span = sentence.cutter.cue(sentence.part("n'a pas été appelée à"), sentence.grammar)
    assert sentence.words.text[span.start : span.end] == "appelée"


def test_an_interrupted_quotation_is_one_attribution(find):
    text = '"Nous voulons la paix", a déclaré la ministre norvégienne, "mais pas à ce prix".'
    (one,) = outer(find(text))
    source, content = words_of(text, one)
    assert source == "la ministre norvégienne"
    assert content == ["Nous voulons la paix", "mais pas à ce prix"]
    assert one.type is AttributionType.DIRECT


def test_a_quotation_in_a_new_sentence_continues_the_one_before(find):
    text = '"Nous voulons la paix", a déclaré la ministre. "Le reste viendra ensuite, pas à pas."'
    first, second = outer(find(text))
    assert second.continues == first.id
    assert second.source is None
    assert second.cue is None
    assert words_of(text, second)[1] == ["Le reste viendra ensuite, pas à pas."]


def test_an_odd_mark_loses_nothing(find):
    text = (
        'Le chef de la délégation a déclaré : "nous partons demain.\n\n'
        "La Norvège a annoncé qu'elle accueillerait la prochaine réunion."
    )
    assert len(outer(find(text))) == 2


def test_nothing_comes_from_a_region(find):
    said = "La Suède a déclaré qu'elle rejetait l'accord."
    text = f"Le ministre suédois a déclaré que tout allait bien.\n\n{said}"
    caption = Region(RegionKind.CAPTION, Span(0, text.index("\n")))
    found = find(text, regions=[caption])
    assert found
    assert all(span.start > caption.span.end for one in found for span in one.content)


def test_numbers_are_ids_in_text_order(find):
    text = "Paris a dit oui à la trêve. Rome a dit que la trêve tiendrait. Selon Berlin, la trêve a tenu."
    found = find(text)
    assert [one.id for one in found] == [str(number) for number in range(1, len(found) + 1)]
    assert found == find(text)


@pytest.mark.parametrize("glyphs", ["“”", "«»", '""', "„“", "””", '“"'])
def test_glyphs_do_not_matter(find, glyphs):
    text = f"{glyphs[0]}We want peace and nothing else{glyphs[1]}, the minister told reporters on Monday."
    (one,) = outer(find(text, "en"))
    assert words_of(text, one) == ("the minister", ["We want peace and nothing else"])


def test_a_relative_pronoun_with_a_subject_after_it_stands_for_nobody():
    sentence = Sentence("The tape shows the meeting, which Lindqvist says she left early.", "en")
    (draft,) = sentence.apply(sentence.draft(cue="says", source="Lindqvist", contents=["she left early"]))
    assert sentence.text(draft.source) == "Lindqvist"


def test_a_source_is_a_whole_phrase():
    sentence = Sentence("M. Lindqvist et la Suède promettent une réponse.")
    (draft,) = sentence.apply(
        sentence.draft(cue="promettent", source="Lindqvist et", contents=["une réponse"])
    )
    assert sentence.text(draft.source) == "M. Lindqvist"
    sentence = Sentence("Il a vu Karl Lindqvist, son principal allié, qui dit vouloir attendre.")
    (draft,) = sentence.apply(
        sentence.draft(cue="dit", source="son principal allié", contents=["vouloir attendre"])
    )
    assert "Karl Lindqvist, son principal allié" in sentence.text(draft.source)


def test_a_possessor_says_what_the_noun_tells():
    sentence = Sentence("Le texte reprend sa demande de suspendre les essais.")
    (draft,) = sentence.apply(sentence.draft(cue="demande", contents=["suspendre les essais"]))
    assert sentence.text(draft.source) == "sa"


def test_a_content_made_out_by_roles_alone_has_no_crumbs_and_no_holes_of_a_word():
    likely = np.array(
        [[0.1, p] for p in (0.9, 0.1, 0.2, 0.9, 0.9, 0.3, 0.9, 0.9, 0.9, 0.1, 0.1, 0.7)], np.float32
    )
    assert _Linked(Draft(0), likely, 40).told() == [(43, 49)]


def test_what_is_called_unlikely_is_said_by_nobody():
    one = Sentence("Il est peu probable que la Ruritanie accepte la trêve, a dit l'émissaire.")
    inner = one.draft(cue="accepte", source="la Ruritanie", contents=["la trêve"])
    outer = one.draft(
        cue="dit", source="l'émissaire", contents=["Il est peu probable que la Ruritanie accepte la trêve"]
    )
    assert one.apply(inner, outer) == [outer]
    last = Sentence("Kim is unlikely to end his tests, said Otto Karl.", "en")
    said = last.draft(cue="said", source="Otto Karl", contents=["Kim is unlikely to end his tests"])
    assert last.apply(said) == [said]
    two = Sentence("Peu probable, dit-on, mais la Ruritanie accepte la trêve.")
    assert len(two.apply(two.draft(cue="accepte", source="la Ruritanie", contents=["la trêve"]))) == 1


def test_a_relative_pronoun_is_found_before_what_stands_between_it_and_its_verb():
    one = Sentence("La trêve plaît à Otto Karl, qui a pour sa part ordonné la levée du siège.")
    draft = one.draft(cue="ordonné", source="La trêve", contents=["la levée du siège"])
    assert one.text(one.apply(draft)[0].source).endswith("Otto Karl")


def test_two_relative_clauses_have_one_antecedent():
    one = Sentence("Voici la médiatrice, qui salue le texte et qui exige sa signature.")
    first = one.draft(cue="salue", source="qui", contents=["le texte"])
    second = one.draft(cue="exige", contents=["sa signature"])
    second.source = one.part("et qui")[1] - 1, one.part("et qui")[1]
    assert [one.text(draft.source) for draft in one.apply(first, second)] == ["la médiatrice"] * 2


def test_a_passive_does_not_share_the_subject_of_the_verb_before_it():
    one = Sentence("La Ruritanie exige un vote mais a été accusée de fraude.")
    demand = one.draft(cue="exige", source="La Ruritanie", contents=["un vote"])
    charge = one.draft(cue="accusée", contents=["fraude"])
    assert one.apply(demand, charge)[1].source is None


@pytest.mark.parametrize(
    ("text", "language", "cue", "wrong", "content"),
    [
        (
            "Il n'a cessé d'accuser la Ruritanie de fermer les ports.",
            "fr",
            "accuser",
            "la Ruritanie",
            "fermer",
        ),
        ("The envoy has urged Ruritania to open the ports.", "en", "urged", "Ruritania", "open the ports"),
    ],
)
def test_whom_a_verb_speaks_to_is_not_who_speaks(text, language, cue, wrong, content):
    one = Sentence(text, language)
    (draft,) = one.apply(one.draft(cue=cue, source=wrong, contents=[content]))
    assert draft.source is None


@pytest.mark.parametrize(
    ("text", "language", "cue", "source", "content"),
    [
        ("Comme l'a dit Karl, le pont est fermé.", "fr", "dit", "Karl", "le pont est fermé"),
        ("As noted by Karl, the bridge is closed.", "en", "noted", "Karl", "the bridge is closed"),
        ("Il relaie la suggestion du ministre de fermer le pont.", "fr", "suggestion", "ministre", "fermer"),
        ("Selon Karl, le pont est fermé.", "fr", "Selon", "Karl", "le pont est fermé"),
    ],
)
def test_a_speaker_may_follow_the_cue_in_some_turns_of_phrase(text, language, cue, source, content):
    one = Sentence(text, language)
    (draft,) = one.apply(one.draft(cue=cue, source=source, contents=[content]))
    assert source in one.text(draft.source)


def test_a_name_right_before_a_verb_is_its_subject():
    one = Sentence("Otto Karl a promis un vote, mais lundi Strelsau a prévenu que le pont fermerait.")
    promise = one.draft(cue="promis", source="Otto Karl", contents=["un vote"])
    warning = one.draft(cue="prévenu", source="Otto Karl", contents=["le pont fermerait"])
    assert [one.text(draft.source) for draft in one.apply(promise, warning)] == ["Otto Karl", "Strelsau"]


@pytest.mark.parametrize(
    ("text", "language", "cue", "content", "source"),
    [
        (
            "Le Sénat a lu l'appel de la médiatrice à un arrêt des tirs.",
            "fr",
            "appel",
            "un arrêt",
            "la médiatrice",
        ),
        ("Nobody heard the demand of the union for higher pay.", "en", "demand", "higher pay", "the union"),
        ("Le refus des dockers de charger le navire dure.", "fr", "refus", "charger le navire", "dockers"),
        ("La demande de cessez-le-feu est restée vaine.", "fr", "demande", "cessez-le-feu", None),
    ],
)
def test_a_noun_of_saying_belongs_to_its_complement(text, language, cue, content, source):
    one = Sentence(text, language)
    (draft,) = one.apply(one.draft(cue=cue, contents=[content]))
    assert (draft.source and one.text(draft.source)) == source


def test_a_sentence_may_open_with_whose_view_it_gives():
    one = Sentence("Pour la Ruritanie, ce tir est une « trahison » des accords.")
    (draft,) = one.apply(one.draft(source="la Ruritanie", contents=["ce tir est une « trahison"]))
    assert one.text(draft.cue) == "Pour"
    assert one.text(draft.contents[0]) == "ce tir est une « trahison » des accords"
    two = Sentence("A ses yeux, tout vote serait « illégal » cette année.")
    (draft,) = two.apply(two.draft(contents=["tout vote serait « illégal"]))
    assert (two.text(draft.source), two.text(draft.cue)) == ("ses", "yeux")


@pytest.mark.parametrize(
    ("text", "cue", "source", "content", "called"),
    [
        (
            "Oslo signe un texte, que les dockers jugent trop faible.",
            "jugent",
            "les dockers",
            "trop faible",
            "un texte",
        ),
        (
            "Le tir vise des milices qualifiées de rebelles par Oslo.",
            "qualifiées",
            "Oslo",
            "rebelles",
            "des milices",
        ),
        ("Le vote est jugé illégal par Oslo.", "jugé", "Oslo", "illégal", "Le vote"),
    ],
)
def test_what_is_called_something_is_part_of_what_is_said(text, cue, source, content, called):
    one = Sentence(text)
    (draft,) = one.apply(one.draft(cue=cue, source=source, contents=[content]))
    assert [one.text(part) for part in draft.contents] == [called, content]


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        (
            "Oslo a dit que, bien que Bergen juge le texte trop faible, le vote aura lieu.",
            "juge",
            "Bergen",
            "le texte trop faible",
        ),
        ("Oslo dit que les dockers jugent inutile de voter.", "jugent", "les dockers", "inutile de voter"),
    ],
)
def test_a_conjunction_is_no_relative_pronoun(text, cue, source, content):
    one = Sentence(text)
    said = one.draft(cue="dit", source="Oslo", contents=[f"{source} {cue} {content}"])
    found = one.apply(said, one.draft(cue=cue, source=source, contents=[content]))
    assert [one.text(part) for part in found[1].contents] == [content]


def test_a_name_right_before_a_quotation_at_the_head_of_a_sentence_is_who_is_quoted():
    one = Sentence("L'Union « inquiète » du siège de Strelsau.")
    (draft,) = one.apply(one.draft(contents=["L'Union « inquiète » du siège"]))
    assert one.text(draft.source) == "L'Union"
    assert one.text(draft.contents[0]) == "inquiète » du siège"
    two = Sentence("Une « trêve fragile » tient à Strelsau.")
    assert two.apply(two.draft(contents=["Une « trêve fragile"])) == []


@pytest.mark.parametrize(
    ("text", "language", "cue", "source", "content", "speaks"),
    [
        (
            "La police garde un officier soupçonné de trafic.",
            "fr",
            "soupçonné",
            "un officier",
            "trafic",
            False,
        ),
        ("Oslo l'a accusé de trafic.", "fr", "accusé", "Oslo", "trafic", True),
        (
            "Bergen seized a ship suspected of carrying coal.",
            "en",
            "suspected",
            "Bergen",
            "carrying coal",
            False,
        ),
        ("Bergen has accused the crew of carrying coal.", "en", "accused", "Bergen", "carrying coal", True),
    ],
)
def test_who_is_charged_is_not_who_charges(text, language, cue, source, content, speaks):
    one = Sentence(text, language)
    (draft,) = one.apply(one.draft(cue=cue, source=source, contents=[content]))
    assert (draft.source is not None) == speaks


def test_a_day_of_the_week_says_nothing():
    one = Sentence("The agency released a note Saturday promising more tests.", "en")
    (draft,) = one.apply(one.draft(cue="promising", source="Saturday", contents=["more tests"]))
    assert draft.source is None


def test_the_phrase_before_a_relative_pronoun_holds_no_other_verb_of_saying():
    one = Sentence("Olaf's remarks surprised analysts, who described them as a turn.", "en")
    first = one.draft(cue="surprised", source="analysts", contents=["Olaf's remarks"])
    second = one.draft(cue="described", source="who", contents=["them as a turn"])
    assert one.text(one.apply(first, second)[1].source) == "analysts"


def test_a_name_before_a_quotation_that_is_nobodys_content_leaves_nothing():
    one = Sentence("L'Union « inquiète » du siège de Strelsau.")
    assert one.apply(one.draft(contents=["L'Union"])) == []


def test_every_article_of_the_example_is_read(example):
    assert example.failures == ()
