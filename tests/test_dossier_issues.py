from datetime import date
from random import Random

import pytest

from pourparlers.dossier.build import state_of_play
from pourparlers.dossier.codebook import Codebook, dump, from_issues, merge, parse, rename, split
from pourparlers.dossier.labels import noun_phrases
from pourparlers.dossier.serialise import to_dict
from pourparlers.errors import CodebookError
from pourparlers.knowledge.words import words_of
from talks import Talk, both


def english(name="en", day=date(2031, 3, 4)):
    text = "Iran called for the lifting of sanctions. France proposed a freeze of uranium enrichment."
    talk = Talk(text, name, day=day, outlet="The Courier")
    talk.say("IRN", "request", "the lifting of sanctions", cue="called")
    talk.say("FRA", "offer", "a freeze of uranium enrichment", cue="proposed")
    return talk


def french(name="fr", day=date(2031, 3, 5)):
    text = "Téhéran exige la levée des sanctions. Washington refuse toute levée des sanctions. La Suisse propose un musée du chocolat. Un musée du chocolat existe déjà. Ce musée du chocolat est vide."
    talk = Talk(text, name, "fr", day=day, outlet="Le Messager")
    talk.say("IRN", "request", "la levée des sanctions", cue="exige")
    talk.say("USA", "reject", "toute levée des sanctions", cue="refuse")
    talk.say("CHE", "offer", "un musée du chocolat", cue="propose")
    return talk


def test_two_languages_land_in_one_issue():
    state = state_of_play(*both(english(), french()))
    by_party = {(p.party, p.issue): p for p in state.positions}
    assert len(by_party["IRN", "economy.sanctions"].statements) == 2
    assert by_party["IRN", "economy.sanctions"].outlets == ("The Courier", "Le Messager")
    assert ("USA", "economy.sanctions") in by_party


def test_issues_have_labels_in_both_interface_languages():
    state = state_of_play(*both(english(), french()))
    assert all(issue.labels["fr"] and issue.labels["en"] for issue in state.issues)


def test_a_matter_nobody_foresaw_is_named_by_a_noun_phrase_its_article_comes_back_to():
    state = state_of_play(*both(french()))
    assert "Musée du chocolat" in {issue.labels["fr"] for issue in state.issues}


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Berne propose un musée du chocolat. Rien de plus.", "fr", "un musée du chocolat"),
        ("Berne redoute une erreur. L'erreur de Rome fut une erreur.", "fr", "une erreur"),
        ("Oslo asks for their facts straight. The facts straight matter.", "en", "their facts straight"),
    ],
)
def test_a_scrap_of_a_sentence_founds_no_matter(text, language, words):
    talk = Talk(text, language=language)
    talk.say("CHE", "request", words)
    labels = {issue.labels["en"] for issue in state_of_play(*both(talk)).issues}
    assert labels <= {"Other statements"}


def test_nothing_clashes_or_agrees_under_the_heading_of_what_names_no_matter():
    text = "Berne veut agrandir sa grande horloge. Rome refuse la petite porte rouge du moulin."
    talk = Talk(text, language="fr")
    talk.say("CHE", "request", "agrandir sa grande horloge", cue="veut")
    talk.say("ITA", "reject", "la petite porte rouge du moulin", cue="refuse")
    state = state_of_play(*both(talk))
    assert {position.issue for position in state.positions} == {"other"}
    assert not [*state.clashes, *state.convergences, *state.deadlocks]


def test_words_without_a_matter_are_on_the_one_their_article_is_about():
    text = (
        "Lisbonne durcit ses sanctions. Paris refuse des sanctions financières. Rome veut des sanctions durables. "
        "Oslo redoute des sanctions inutiles. Berne demande que cela cesse avant la grande nuit."
    )
    talk = Talk(text, language="fr")
    talk.say("FRA", "reject", "des sanctions financières", cue="refuse")
    talk.say("ITA", "request", "des sanctions durables", cue="veut")
    talk.say("NOR", "warn", "des sanctions inutiles", cue="redoute")
    talk.say("CHE", "request", "que cela cesse avant la grande nuit", cue="demande")
    assert issues_of(talk)[-1] == ["Sanctions et pressions"]


def test_an_article_added_at_the_end_changes_no_earlier_issue_or_position_id():
    before = state_of_play(*both(english(), french()))
    after = state_of_play(*both(english(), french(), english("later", date(2031, 4, 1))))
    issues = {s.id: s.issues for s in after.statements}
    assert all(issues[s.id] == s.issues for s in before.statements)
    assert {p.id for p in before.positions} <= {p.id for p in after.positions}


def test_the_order_of_the_articles_does_not_matter():
    articles, readings = both(english(), french(), english("more", date(2031, 3, 2)), french("undated", None))
    expected = to_dict(state_of_play(articles, readings))
    for seed in range(5):
        pairs = list(zip(articles, readings, strict=True))
        Random(seed).shuffle(pairs)
        assert to_dict(state_of_play([a for a, _ in pairs], [r for _, r in pairs])) == expected


def test_evidence_is_what_stands_in_the_article():
    state = state_of_play(*both(english(), french()))
    texts = {a.name: a.text for a in state.articles}
    for position in to_dict(state)["positions"]:
        for one in (*position["evidence"], position["quote"]):
            assert texts[one["doc"]][one["start"] : one["end"]] == one["text"] != ""


def test_a_later_article_is_left_out_of_an_earlier_day():
    state = state_of_play(*both(english(), french()), date="2031-03-04")
    assert [a.name for a in state.articles] == ["en"]


BOOK = {
    "issue": [
        {"id": "economy", "label": {"en": "Economy"}},
        {
            "id": "relief",
            "parent": "economy",
            "label": {"en": "Relief", "fr": "Allègement"},
            "words": {"en": ["lifting of sanctions"], "fr": ["levée sanctions"]},
        },
    ]
}


def test_the_codebook_comes_before_what_is_known_in_general():
    state = state_of_play(*both(english(), french()), codebook=parse(BOOK))
    assert {p.issue for p in state.positions if p.party in {"IRN", "USA"}} == {"relief"}
    issue = next(i for i in state.issues if i.id == "relief")
    assert issue.from_codebook
    assert issue.labels["fr"] == "Allègement"
    assert issue.parent == "economy"
    assert "economy" in {i.id for i in state.issues}


def test_a_codebook_is_written_as_it_is_read():
    import tomllib

    book = parse(BOOK)
    assert parse(tomllib.loads(dump(book))) == book


def test_a_codebook_of_a_state_of_play_can_be_merged_renamed_and_split():
    book = from_issues(state_of_play(*both(english(), french())).issues)
    book = rename(book, "economy.sanctions", "Pressure", "en")
    assert book.entry("economy.sanctions").label()["en"] == "Pressure"
    book = merge(book, "economy.sanctions", ["arms.enrichment"])
    assert "arms.enrichment" not in {one.id for one in book.issues}
    assert book.entry("economy.sanctions").words_in("en")
    book = split(book, "economy.sanctions", "freeze", ["asset freeze"], "en")
    assert book.entry("freeze").words_in("en") == ("asset freeze", "asset freeze")


@pytest.mark.parametrize(
    "tables",
    [
        {"issue": "sanctions"},
        {"issue": [{"label": "x"}]},
        {"issue": [{"id": "a", "label": "x"}, {"id": "a", "label": "y"}]},
        {"issue": [{"id": "a"}]},
        {"issue": [{"id": "a", "label": "x", "parent": "b"}]},
        {"issue": [{"id": "a", "label": {"xx": "x"}}]},
        {"issue": [{"id": "a", "label": "x", "words": 3}]},
    ],
)
def test_a_codebook_that_cannot_be_used_is_named(tables):
    with pytest.raises(CodebookError) as error:
        parse(tables, where="book.toml")
    assert "book.toml" in str(error.value)


def test_an_issue_that_is_not_there_cannot_be_renamed():
    with pytest.raises(CodebookError):
        rename(Codebook(()), "x", "y", "en")


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("que le barrage a disparu", "fr", "barrage"),
        ("une longue sécheresse et prévoyait le pire", "fr", "longue sécheresse"),
        ("une poignée de mains signifie beaucoup", "fr", "poignée de mains"),
        ("le grand marché commun", "fr", "grand marché"),
        ("la frontière orientale change", "fr", "frontière orientale"),
        ("the imminent vaccine of a new", "en", "imminent vaccine"),
        ("retrait des troupes prendra du temps", "fr", "retrait des troupes"),
        ("pour l'avènement d'une confédération", "fr", "avènement d'une confédération"),
        ('une ouverture "partielle" des ports', "fr", 'ouverture "partielle" des ports'),
    ],
)
def test_a_name_is_a_noun_with_what_belongs_to_it_and_no_verb(text, language, name):
    words = words_of(text)
    span = max(
        noun_phrases(text, words, language, frozenset(word.key for word in words)), key=lambda one: one.rank
    ).span
    assert text[span.start : span.end] == name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("les députés repoussent le texte", "fr"),
        ("très content de cette décision", "fr"),
        ("Je les surveille", "fr"),
        ("aucune raison de croire", "fr"),
        ("the situation and the decision", "en"),
    ],
)
def test_words_that_could_name_any_matter_name_none(text, language):
    words = words_of(text)
    assert not noun_phrases(text, words, language, frozenset(word.key for word in words))


def issues_of(*talks):
    state = state_of_play(*both(*talks))
    labels = {issue.id: issue.labels["fr"] for issue in state.issues}
    return [[labels[id] for id in one.issues] for one in state.statements]


def test_an_ordinary_word_takes_no_statement_into_another_matter():
    text = "Madrid veut le port du masque dans la rue. Le port du masque coûte cher."
    talk = Talk(text, language="fr")
    talk.say("ESP", "request", "le port du masque dans la rue", cue="veut")
    assert issues_of(talk) == [["Port du masque"]]


def test_a_word_that_hints_at_a_matter_counts_where_the_article_names_it():
    text = "Minsk interdit toute manifestation. Minsk veut vider la rue des jeunes."
    talk = Talk(text, language="fr")
    talk.say("BLR", "reject", "toute manifestation", cue="interdit")
    talk.say("BLR", "request", "vider la rue des jeunes", cue="veut")
    assert issues_of(talk) == [["Manifestations"], ["Manifestations"]]


def test_words_that_name_no_matter_go_on_from_what_their_side_last_spoke_of():
    text = "Londres refuse le musée du chocolat. Londres ne votera pas ce texte devant les députés. Le musée du chocolat ferme."
    talk = Talk(text, language="fr")
    talk.say("GBR", "reject", "le musée du chocolat", cue="refuse")
    talk.say("GBR", "reject", "ne votera pas ce texte devant les députés")
    assert issues_of(talk) == [["Musée du chocolat"], ["Musée du chocolat"]]


def test_the_games_that_talks_are_about_have_their_issue():
    text = "Norway called for a joint delegation to the Winter Olympics."
    talk = Talk(text)
    talk.say("NOR", "request", "a joint delegation to the Winter Olympics", cue="called")
    assert [one.issues for one in state_of_play(*both(talk)).statements] == [("society.games",)]


def test_who_wants_out_of_a_union_speaks_of_no_talks_of_others():
    text = "Norway said that Brexit must be settled in October."
    talk = Talk(text)
    talk.say("NOR", "request", "Brexit must be settled in October", cue="said")
    assert [one.issues for one in state_of_play(*both(talk)).statements] == [("alliance.exit",)]


def test_a_worry_where_nobody_speaks_of_talks_assesses_none():
    text = "La Norvège a jugé préoccupante la situation dans la ville."
    talk = Talk(text, language="fr")
    talk.say("NOR", "assess_negative", "préoccupante la situation dans la ville", cue="jugé")
    assert all("talks.assessment" not in one.issues for one in state_of_play(*both(talk)).statements)


def test_troops_that_advance_assess_no_talks():
    text = "La Norvège a salué l'avancée de ses troupes face aux milices."
    talk = Talk(text, language="fr")
    talk.say("NOR", "assess_positive", "l'avancée de ses troupes face aux milices", cue="salué")
    assert [one.issues for one in state_of_play(*both(talk)).statements] == [("military.offensive",)]


def test_who_takes_part_says_less_than_what_is_done():
    text = "Oslo demande la fin des frappes contre les jihadistes. Oslo redoute les jihadistes."
    talk = Talk(text, language="fr")
    talk.say("NOR", "request", "la fin des frappes contre les jihadistes", cue="demande")
    talk.say("NOR", "warn", "les jihadistes", cue="redoute")
    found = [one.issues for one in state_of_play(*both(talk)).statements]
    assert found == [("military.offensive",), ("security.terrorism",)]


def test_an_invasion_denied_meets_the_attack_alleged():
    text = "Oslo accuses Bern of a new attack. Bern denies any invasion of Norway."
    talk = Talk(text)
    talk.say("NOR", "accuse", "a new attack", cue="accuses")
    talk.say("CHE", "deny", "any invasion of Norway", cue="denies")
    assert {one.issues for one in state_of_play(*both(talk)).statements} == {("military.offensive",)}


def test_talks_named_as_a_term_are_not_what_is_demanded():
    text = "Oslo veut la libération de tous les prisonniers avant les négociations de paix."
    talk = Talk(text, language="fr")
    talk.say(
        "NOR", "request", "la libération de tous les prisonniers avant les négociations de paix", cue="veut"
    )
    [statement] = state_of_play(*both(talk)).statements
    assert statement.issues[0] == "people.prisoners"


def test_a_call_for_restraint_is_no_dialogue():
    text = "Oslo exhorte Berne à la retenue."
    talk = Talk(text, language="fr")
    talk.say("NOR", "request", "la retenue", cue="exhorte")
    assert [one.issues for one in state_of_play(*both(talk)).statements] == [("security.deescalation",)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Fanfare: Oslo veut une fanfare. La fanfare joue. Une fanfare de plus.", "une fanfare"),
        (
            "Oslo critique le ministère des Jardins. Le ministère des Jardins se tait.",
            "le ministère des Jardins",
        ),
        (
            "Oslo parle.\n\nFanfare lunaire\n\nOslo refuse une fanfare lunaire, dit-on à Berne.",
            "une fanfare lunaire",
        ),
    ],
)
def test_one_word_an_institution_or_an_inter_title_names_no_matter(text, words):
    talk = Talk(text, language="fr")
    talk.say("NOR", "reject", words)
    labels = {issue.labels["fr"] for issue in state_of_play(*both(talk)).issues}
    assert labels <= {"Autres déclarations"}


def test_what_a_law_provides_for_is_not_what_is_said_of_the_law():
    text = "Oslo rejette la loi controversée sur la sécurité nationale."
    talk = Talk(text, language="fr")
    talk.say("NOR", "reject", "la loi controversée sur la sécurité nationale", cue="rejette")
    assert [one.issues for one in state_of_play(*both(talk)).statements] == [("politics.legislation",)]


def test_a_release_asked_for_is_of_prisoners_whoever_they_are():
    text = "Oslo exige la libération de ses mercenaires."
    talk = Talk(text, language="fr")
    talk.say("NOR", "request", "la libération de ses mercenaires", cue="exige")
    assert [one.issues for one in state_of_play(*both(talk)).statements] == [("people.prisoners",)]


@pytest.mark.parametrize(
    ("text", "party", "words", "issue"),
    [
        (
            "Iran calls for the lifting of sanctions. Its guests came late and left early.",
            "IRN",
            "guests came late and left early",
            "economy.sanctions",
        ),
        (
            "Iran calls for the lifting of sanctions. Rain fell. Snow fell. Fog fell. Hail fell. Its guests came late and left early.",
            "IRN",
            "guests came late and left early",
            "other",
        ),
        (
            "Iran calls for the lifting of sanctions. Oslo's guests came late and left early.",
            "NOR",
            "guests came late and left early",
            "other",
        ),
    ],
)
def test_what_names_no_matter_stands_with_what_its_side_spoke_of_just_before_and_else_by_itself(
    text, party, words, issue
):
    talk = Talk(text)
    talk.say("IRN", "request", "the lifting of sanctions")
    talk.say(party, "state", words)
    state = state_of_play(*both(talk))
    assert [one.issues for one in state.statements] == [("economy.sanctions",), (issue,)]


def test_a_delay_of_a_departure_is_about_the_date_and_not_also_about_leaving():
    talk = Talk("Norway asks to delay Brexit by a year. Italy regrets Brexit.")
    talk.say("NOR", "request", "delay Brexit by a year")
    talk.say("ITA", "accuse", "Brexit")
    state = state_of_play(*both(talk))
    assert {(p.party, p.issue) for p in state.positions} == {("NOR", "exit.date"), ("ITA", "alliance.exit")}


def issue_of(text, words, language, *more):
    talk = Talk(text, language=language)
    for content in (words, *more):
        talk.say("CHE", "request", content)
    state = state_of_play(*both(talk))
    return next(p.issue for p in state.positions if text[p.quote.start : p.quote.end] == words)


@pytest.mark.parametrize(
    ("words", "language", "issue"),
    [
        ("après l'élection présidentielle une trêve", "fr", "military.ceasefire"),
        ("after the release of detained men a truce", "en", "military.ceasefire"),
        ("nach der Wahl eine Waffenruhe", "de", "military.ceasefire"),
        ("после выборов снятия санкций", "ru", "economy.sanctions"),
    ],
)
def test_an_occasion_is_not_what_a_statement_is_about(words, language, issue):
    assert issue_of(f"Berne: {words}.", words, language) == issue


def test_an_occasion_still_hints_at_a_matter_that_the_article_names():
    text = "Oslo wants calm until after the election. Oslo wants a fair election."
    assert issue_of(text, "calm until after the election", "en", "a fair election") == "politics.elections"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("un défilé sur la place de l'Indépendance", "fr"),
        ("le parti avec ses manœuvres politiques", "fr"),
        ("un pays prisonnier de son passé", "fr"),
        ("a parade on Independence Square", "en"),
        ("a world beyond the Cold War", "en"),
    ],
)
def test_idioms_and_names_of_places_point_to_no_matter(words, language):
    assert issue_of(f"Berne: {words}.", words, language) == "other"


def test_the_parts_of_a_quarrel_are_found_only_where_it_is_named():
    asked = "a new deal with the union"
    assert issue_of(f"Oslo wants {asked}.", asked, "en") != "exit.agreement"
    assert issue_of(f"Brexit goes on. Oslo wants {asked}.", asked, "en") == "exit.agreement"


def test_who_is_put_up_for_an_office_is_no_member_of_an_alliance():
    words = "la candidature de la juge Favre"
    assert issue_of(f"Berne soutient {words}.", words, "fr") == "politics.appointments"
