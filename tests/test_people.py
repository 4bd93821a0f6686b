"""Who is named: people, offices, short forms, and which mentions speak of the same one."""

import dataclasses
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparlers.model import ActorKind, Article, Attribution, AttributionType, MentionKind, Reading, Span
from pourparlers.reading import mentions, speakers
from pourparlers.reading.encoder import ENTITIES, Encoded
from pourparlers.reading.names import find_names
from pourparlers.reading.scene import scene


def nothing_encoded():
    """What the encoder says of an article in which it finds no entity."""

    def empty(width):
        return np.zeros((0, width), np.float32)

    fields = {"offsets": np.zeros((0, 2), np.int32)}
    widths = {"tags": 7, "cues": 3, "acts_cue": 16, "acts_content": 16, "entities": 11, "conditions": 3}
    fields |= {name: empty(width) for name, width in widths.items()}
    fields |= {name: np.zeros((0, 384), np.float16) for name in ("hidden", "states")}
    others = {name: None for name in Encoded.__dataclass_fields__ if name not in fields}
    return Encoded(**fields, **others)


def article(text, language="fr", name="a"):
    return Article(name, name, text, language)


def said(text, *pairs):
    """Attributions from pairs of source and content as they stand in a text; a source may be None."""
    found, at = [], 0
    for number, (source, content) in enumerate(pairs):
        begin = text.index(content, at)
        span = None
        if source is not None:
            near = text.find(source, max(0, at - 1))
            span = Span(near, near + len(source))
        quoted = text[begin - 1 : begin] in '"«“'
        kind = AttributionType.DIRECT if quoted else AttributionType.INDIRECT
        found.append(Attribution(str(number), kind, span, None, (Span(begin, begin + len(content)),)))
        at = max(begin, span.start if span else 0)
    return tuple(found)


class ByRule(mentions.Sources):
    """Takes a source for what the rules say, whatever the learnt weights do."""

    def choose(self, asked):
        return asked.rule


def read(text, attributions=(), language="fr", name="a", by=None):
    one = article(text, language, name)
    found = mentions.find(one, nothing_encoded(), attributions, by=by)
    resolved = speakers.resolve(one, attributions, found)
    return one, Reading(name, (), attributions, found, (), resolved)


def spoken(text, *pairs, language="fr", by=None):
    """The longest name of the speakers of each attribution."""
    attributions = said(text, *pairs)
    one, reading = read(text, attributions, language, by=by)
    names = {}
    for mention in reading.mentions:
        two = mention.why[0] in {"rule:two", "rule:office-holder", "rule:person-of-side"}
        if mention.kind is not MentionKind.PRONOUN and not two:
            written = one.text[mention.span.start : mention.span.end]
            names[mention.entity] = max(names.get(mention.entity, ""), written, key=len)
    return [[names.get(number, "?") for number in reading.speakers[a.id]] for a in attributions]


def written_names(text, language="fr"):
    ground = scene(article(text, language))
    return [
        text[ground.words[name.first].start : ground.words[name.stop - 1].end]
        for name in find_names(ground, (), ())
    ]


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Hier, Mme Lindqvist a vu M. Okafor à Genève.", "fr", ["Lindqvist", "Okafor"]),
        ("Le ministre suédois Olof Bergman arrive.", "fr", ["Olof Bergman"]),
        (
            "Ursula von der Heide et Ahmed al-Najjar ont parlé.",
            "fr",
            ["Ursula von der Heide", "Ahmed al-Najjar"],
        ),
        (
            "Foreign Minister Piotr Zielinski met President Anna Kovacs.",
            "en",
            ["Piotr Zielinski", "Anna Kovacs"],
        ),
        ("Министр обороны Олег Гнатюк прибыл.", "ru", ["Олег Гнатюк"]),
        ("Le négociateur en chef pour le Corridor Michel Varenne arrive.", "fr", ["Michel Varenne"]),
    ],
)
def test_people_are_found_by_what_stands_around_their_names(text, language, names):
    assert written_names(text, language) == names


@pytest.mark.parametrize(
    "text",
    [
        "Selon Bruxelles, rien ne presse. Mais Berlin attend.",
        "La Croix Bleue a publié son rapport à Vienne.",
        "Lundi, Moscou et Washington ont rompu.",
    ],
)
def test_places_organisations_and_first_words_are_no_people(text):
    assert written_names(text) == []


def test_a_surname_joins_the_full_name_before_or_after_it():
    text = "Bergman a quitté la salle. Le négociateur Olof Bergman reviendra. M. Bergman l'a dit."
    _, reading = read(text)
    people = {m.entity for m in reading.mentions if m.actor_kind is ActorKind.PERSON}
    assert len(people) == 1


def test_two_people_of_one_family_name_stay_apart():
    text = "Anna Bergman a salué Olof Bergman. Mme Bergman est partie. M. Bergman est resté."
    _, reading = read(text)
    people = [m.entity for m in reading.mentions if m.actor_kind is ActorKind.PERSON]
    assert people[0] != people[1]
    assert people[2] == people[0]
    assert people[3] == people[1]


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("le porte-parole du Kremlin, Oleg Gnatiouk", ["Oleg Gnatiouk"]),
        ("Oleg Gnatiouk, porte-parole du président Piotr Orlov", ["Oleg Gnatiouk"]),
        ("les Américains et les Européens", ["Américains", "Européens"]),
        ("un porte-parole du président Piotr Orlov", ["un porte-parole du président Piotr Orlov"]),
        ("la diplomatie russe", ["diplomatie russe"]),
    ],
)
def test_the_head_of_a_source_is_who_speaks(source, speaker):
    text = f"Rien ne change, a déclaré {source}. Piotr Orlov a quitté Sotchi."
    found = spoken(text, (source, "Rien ne change"))[0]
    assert [name.removeprefix("la ").removeprefix("les ") for name in found] == [
        name.removeprefix("la ").removeprefix("les ") for name in speaker
    ]


def test_a_pronoun_after_a_quotation_is_its_speaker():
    text = '"Nous avançons", a dit Olof Bergman au sujet de Piotr Orlov. "Le reste suivra", a-t-il ajouté.'
    found = spoken(text, ("Olof Bergman", "Nous avançons"), ("il", "Le reste suivra"))
    assert found == [["Olof Bergman"], ["Olof Bergman"]]


def test_gender_tells_the_antecedent():
    text = "Olof Bergman a reçu Anna Kovacs. Elle a promis un accord. Il a refusé une pause."
    found = spoken(text, ("Elle", "un accord"), ("Il", "une pause"))
    assert found == [["Anna Kovacs"], ["Olof Bergman"]]


def test_a_bare_office_is_its_holder():
    text = "Le ministre suédois Olof Bergman a parlé à la ministre norvégienne Anna Dahl. Le ministre veut un accord."
    start = text.index("Le ministre veut")
    bare = Attribution(
        "0", AttributionType.INDIRECT, Span(start, start + 11), None, (Span(start + 17, start + 26),)
    )
    _, reading = read(text, (bare,))
    holder = next(m for m in reading.mentions if text[m.span.start : m.span.end] == "Olof Bergman")
    assert reading.speakers["0"] == (holder.entity,)


def test_two_leaders_are_the_two_named_before():
    text = "Olof Bergman a reçu Anna Dahl. Les deux dirigeants ont demandé une trêve."
    assert spoken(text, ("Les deux dirigeants", "une trêve")) == [["Olof Bergman", "Anna Dahl"]]


def test_the_belligerents_are_the_two_countries_named_most():
    text = "La Suède et la Norvège ont signé. La Suède attend la Norvège. Paris se tait. Les belligérants promettent une trêve."
    _, reading = read(text, said(text, ("Les belligérants", "une trêve")))
    parties = {m.entity: m.party for m in reading.mentions}
    assert sorted(parties[number] for number in reading.speakers["0"]) == ["NOR", "SWE"]


def test_an_office_written_before_its_holder_is_that_person():
    text = "A spokesman praised the text. Olof Bergman, a spokesman for the ministry, gave no date."
    found = said(text, ("A spokesman", "the text"))
    _, reading = read(text, found, "en")
    holder = next(m for m in reading.mentions if text[m.span.start : m.span.end] == "Olof Bergman")
    assert reading.speakers["0"] == (holder.entity,)


def test_a_heading_does_not_change_who_speaks():
    text = "Olof Bergman a promis une aide.\n\nLa réponse de Karl Dahl contestée\n\nIl a demandé du temps."
    pairs = ("Olof Bergman", "une aide"), ("Karl Dahl", "contestée"), ("Il", "du temps")
    found = spoken(text, *pairs, by=ByRule)
    assert found[2] == ["Olof Bergman"]


def test_a_quotation_repeated_in_the_title_has_the_speaker_of_the_text():
    text = '"Une chance à saisir vite"\n\nLe geste est "une chance à saisir vite", estime Anna Dahl.'
    attributions = (
        Attribution("0", AttributionType.DIRECT, None, None, (Span(1, 25),)),
        *(
            Attribution("1", a.type, a.source, a.cue, a.content)
            for a in said(text, ("Anna Dahl", "une chance à saisir vite"))
        ),
    )
    _, reading = read(text, attributions)
    assert reading.speakers["0"] == reading.speakers["1"] != ()


def test_who_goes_on_is_who_began():
    text = '"Un pas est fait", a dit Anna Dahl. "Il en faut d\'autres."'
    first = said(text, ("Anna Dahl", "Un pas est fait"))[0]
    start = text.index("Il en faut")
    second = Attribution("1", AttributionType.DIRECT, None, None, (Span(start, start + 20),), continues="0")
    _, reading = read(text, (first, second))
    assert reading.speakers["1"] == reading.speakers["0"] != ()


def test_a_short_form_in_brackets_is_the_long_one():
    text = "Le Réseau des lacs nordiques (RLN) proteste. Le RLN demande une enquête."
    assert spoken(text, ("Le RLN", "une enquête")) == [["Réseau des lacs nordiques"]]


def test_analysts_and_media_have_their_own_sides():
    text = "Selon des analystes, rien ne bouge. Un accord est proche, écrit le quotidien."
    attributions = said(text, ("des analystes", "rien ne bouge"), ("le quotidien", "Un accord est proche"))
    _, reading = read(text, (attributions[0], attributions[1]))
    parties = {m.entity: m.party for m in reading.mentions}
    assert [parties[reading.speakers[a.id][0]] for a in attributions] == ["EXPERT", "PRESS"]


TEXT = st.text(alphabet=st.sampled_from("AaÉé LnÎ.,'’-()\"«»\n:MmDdeRr王أ"), max_size=200)


@settings(max_examples=60, deadline=None)
@given(text=TEXT, data=st.data(), language=st.sampled_from(["fr", "en", "de", "ar"]))
def test_mentions_lie_in_the_text_and_come_out_the_same_twice(text, data, language):
    attributions = ()
    if len(text) > 6:
        start = data.draw(st.integers(0, len(text) - 3))
        stop = data.draw(st.integers(start + 1, len(text) - 1))
        content = (Span(stop, len(text)),)
        attributions = (Attribution("0", AttributionType.INDIRECT, Span(start, stop), None, content),)
    one = article(text, language)
    found = mentions.find(one, nothing_encoded(), attributions)
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in found)
    assert found == mentions.find(one, nothing_encoded(), attributions)
    assert set(speakers.resolve(one, attributions, found)) == {a.id for a in attributions}


def test_an_office_of_one_country_is_never_a_public_figure_of_another():
    text = (
        "Emmanuel Macron a salué le texte. Angela Merkel s'en est réjouie. "
        "Le Premier ministre britannique a promis un vote rapide."
    )
    assert spoken(text, ("Le Premier ministre britannique", "un vote rapide")) == [
        ["Le Premier ministre britannique"]
    ]


def test_the_leader_of_a_party_is_not_somebody_known_by_another_office():
    text = (
        "Le Premier ministre britannique Boris Johnson a signé. "
        "Le chef du parti travailliste demande un nouveau vote."
    )
    assert spoken(text, ("Le chef du parti travailliste", "un nouveau vote")) == [
        ["Le chef du parti travailliste"]
    ]


def test_the_last_word_of_a_country_stands_for_it():
    text = "La Corée du Nord a tiré un missile jeudi. Selon Séoul, le Nord prépare un essai."
    assert spoken(text, ("le Nord", "prépare un essai")) == [["Corée du Nord"]]


def test_a_city_alone_is_no_person_whatever_the_encoder_takes_it_for():
    text = "The delegation has no seat in Geneva."
    at = text.index("Geneva")
    assert not find_names(scene(article(text, "en")), (), (Span(at, at + 6),))
    assert find_names(scene(article(text.replace("Geneva", "Varenne"), "en")), (), (Span(at, at + 7),))


def test_who_only_saw_a_document_is_not_its_side():
    text = "Selon un document vu par l'AFP, la date serait repoussée."
    _, reading = read(text, said(text, ("un document vu par l'AFP", "la date serait repoussée")))
    spoken_by = reading.speakers["0"]
    assert all(m.party is None for m in reading.mentions if m.entity in spoken_by)


def test_an_adjective_inside_an_office_does_not_hide_its_holder():
    """The name comes before, with another way to write the same office."""
    text = (
        "Le chef de la diplomatie norvégienne Lars Dahl est arrivé lundi. "
        "Le ministre norvégien des Affaires étrangères a dit que tout reste à faire."
    )
    assert spoken(text, ("Le ministre norvégien des Affaires étrangères", "tout reste à faire")) == [
        ["Lars Dahl"]
    ]


def test_a_bare_office_is_whom_the_article_names_without_it():
    text = "Emmanuel Macron a reçu Angela Merkel. Le président français a dit que tout reste à faire."
    assert spoken(text, ("Le président français", "tout reste à faire")) == [["Emmanuel Macron"]]
    text = "Angela Merkel met Emmanuel Macron. The German chancellor said that much remains to be done."
    assert spoken(text, ("The German chancellor", "much remains to be done"), language="en") == [
        ["Angela Merkel"]
    ]


def test_the_office_of_somebody_else_before_a_name_is_not_taken_over():
    text = (
        "En désaccord avec son homologue américain, Emmanuel Macron a plaidé pour la patience. "
        "Le président français a dit que tout reste à faire."
    )
    assert spoken(text, ("Le président français", "tout reste à faire")) == [["Emmanuel Macron"]]


def test_he_in_what_somebody_is_quoted_with_is_another():
    text = 'Paul Durand a parlé de Jean Petit. "Selon lui, rien ne presse", a dit Paul Durand.'
    inner = Attribution(
        "1",
        AttributionType.INDIRECT,
        Span(text.index("lui"), text.index("lui") + 3),
        Span(text.index("Selon"), text.index("Selon") + 5),
        (Span(text.index("rien"), text.index('", a dit')),),
        nested_in="0",
    )
    outer = Attribution(
        "0",
        AttributionType.DIRECT,
        Span(text.rindex("Paul"), len(text) - 1),
        None,
        (Span(text.index("Selon"), text.index('", a dit')),),
    )
    _, reading = read(text, (outer, inner))
    assert reading.speakers["0"] != reading.speakers["1"]


def test_the_same_source_is_the_one_that_spoke_last():
    text = (
        "Une source diplomatique a dit que rien ne presse. "
        "Selon cette source, tout reste à faire. Paul Durand n'a pas répondu."
    )
    attributions = said(
        text, ("Une source diplomatique", "rien ne presse"), ("cette source", "tout reste à faire")
    )
    _, reading = read(text, attributions)
    assert reading.speakers["0"] == reading.speakers["1"]


def test_they_are_the_two_named_last_when_one_alone_spoke_in_between():
    text = "Paul Durand a reçu Jean Petit à Oslo. Selon un porte-parole, ils ont dit que tout reste à faire."
    assert spoken(text, ("ils", "tout reste à faire")) == [["Paul Durand", "Jean Petit"]]


def test_an_official_of_a_country_is_who_was_named_of_it():
    text = (
        "Mike Pompeo a quitté la salle, suivi de Paul Durand. "
        "Le responsable américain a dit que tout reste à faire."
    )
    assert spoken(text, ("Le responsable américain", "tout reste à faire")) == [["Mike Pompeo"]]


def test_a_name_right_after_a_source_cut_short_is_who_speaks():
    text = "Spécialiste du droit de la mer à Oslo, Ingrid Dahl estime que tout reste à faire."
    cue = text.index("estime")
    one = said(text, ("Spécialiste du droit de la mer à Oslo", "tout reste à faire"))[0]
    _, reading = read(text, (dataclasses.replace(one, cue=Span(cue, cue + 6)),))
    (number,) = reading.speakers["0"]
    assert any(
        m.entity == number and text[m.span.start : m.span.end] == "Ingrid Dahl" for m in reading.mentions
    )


def test_a_possessive_is_its_bearer():
    text = "Anna Lindqvist spoke for an hour. Lindqvist's frustration at the delay was plain."
    found = spoken(text, ("Anna Lindqvist", "an hour"), ("Lindqvist's", "the delay"), language="en")
    assert found == [["Anna Lindqvist"], ["Anna Lindqvist"]]


def test_analysts_are_several_people_and_not_the_one_who_spoke_last():
    text = "Mr. Lindqvist urged calm. The plan is dead, analysts say. Nobody will pay, analysts warn."
    pairs = [("Mr. Lindqvist", "calm"), ("analysts", "The plan is dead"), ("analysts", "Nobody will pay")]
    found = spoken(text, *pairs, language="en")
    assert found[1] == found[2] != found[0]


def test_reports_of_the_press_are_not_those_of_the_countries_they_come_from():
    text = "He dismissed media reports from Sweden and Norway claiming that the fleet had failed."
    attributions = said(text, ("media reports from Sweden and Norway", "the fleet had failed"))
    _, reading = read(text, attributions, "en")
    entities = reading.speakers["0"]
    assert len(entities) == 1
    assert {m.actor_kind for m in reading.mentions if m.entity in entities} == {ActorKind.OUTLET}


def test_people_of_a_country_do_not_speak_for_its_state():
    text = "Des médecins suédois ont demandé un bilan. Le ministère suédois a refusé."
    attributions = said(text, ("Des médecins suédois", "un bilan"), ("Le ministère suédois", "refusé"))
    _, reading = read(text, attributions)
    party = {m.entity: m.party for m in reading.mentions}
    assert [party[reading.speakers[name][0]] for name in ("0", "1")] == [None, "SWE"]


def test_an_editor_tells_in_brackets_whom_a_pronoun_stands_for():
    text = "Anna Lindqvist proteste. « Ils (les Norvégiens, NDLR) continuent de nous critiquer. »"
    assert spoken(text, ("Ils (les Norvégiens, NDLR)", "nous critiquer")) == [["les Norvégiens"]]


def test_a_ministry_without_its_country_is_the_one_named_before():
    text = "Le ministère français des Affaires étrangères a protesté. Téhéran se tait. Le ministère des Affaires étrangères a indiqué mardi un fait."
    attributions = said(
        text,
        ("Le ministère français des Affaires étrangères", "protesté"),
        ("Le ministère des Affaires étrangères", "un fait"),
    )
    _, reading = read(text, attributions)
    assert reading.speakers["0"] == reading.speakers["1"]


def test_a_part_of_a_name_with_a_hyphen_is_no_office():
    assert written_names("The talks go on, said Ri Son-gwon, the head of the committee.", "en") == [
        "Ri Son-gwon"
    ]


def read_as(text, word, kinds):
    """What the encoder says where it takes each occurrence of a word for an entity of a kind."""
    starts = [m.start() for m in re.finditer(word, text)]
    entities = np.zeros((len(starts), 11), np.float32)
    for row, kind in enumerate(kinds):
        entities[row, 1 + 2 * ENTITIES.index(kind)] = 1.0
    offsets = np.array([(start, start + len(word)) for start in starts], np.int32)
    return dataclasses.replace(nothing_encoded(), offsets=offsets, entities=entities)


@pytest.mark.parametrize(
    ("kinds", "people"),
    [(("place", "place", "person"), 0), (("person", "person", "place"), 3)],
)
def test_what_is_read_as_a_place_more_often_is_nobody(kinds, people):
    text = "Il part pour Varno. La soif gagne Varno. La trêve touche Varno."
    found = mentions.find(article(text), read_as(text, "Varno", kinds), ())
    assert len([one for one in found if one.actor_kind is ActorKind.PERSON]) == people
