from datetime import date
from itertools import permutations

import pytest

from pourparlers.dossier import meetings
from pourparlers.dossier.places import agree, place, place_label
from pourparlers.evaluation.meetings import MeetingRecord, score_meetings
from pourparlers.knowledge import entities
from pourparlers.model import (
    ActorKind,
    Article,
    MeetingStatus,
    Mention,
    MentionKind,
    Reading,
    Region,
    RegionKind,
    Span,
)
from pourparlers.reading import times
from pourparlers.reading.sentences import sentences

PEOPLE = ("Ana Duval", "Karl Weber", "Olga Petrova", "Jan Novak")
WEDNESDAY = date(2022, 1, 12)


def told(text, *, name="a", language="fr", published=WEDNESDAY, regions=()):
    article = Article(id=name, name=name, text=text, language=language, published=published, regions=regions)
    numbers = {}
    mentions = [
        Mention(
            Span(m.start, m.end),
            MentionKind.NAME,
            m.entity.kind,
            numbers.setdefault(m.entity.code, len(numbers)),
            code=m.entity.code,
        )
        for m in entities.find(text, language)
        if m.form not in {"demonym_adjective", "compound"}
    ]
    for person in PEOPLE:
        at = text.find(person)
        while at >= 0:
            number = numbers.setdefault(person, len(numbers))
            span = Span(at, at + len(person))
            mentions.append(Mention(span, MentionKind.NAME, ActorKind.PERSON, number))
            at = text.find(person, at + 1)
    mentions.sort(key=lambda m: m.span)
    reading = Reading(
        article=name,
        sentences=tuple(sentences(text, language)),
        attributions=(),
        mentions=tuple(mentions),
        times=times.find(article),
    )
    return meetings.find(article, reading)


def one(text, **options):
    merged = meetings.merge(told(text, **options))
    assert len(merged) == 1, merged
    return merged[0]


def test_a_meeting_has_place_day_parties_and_status():
    meeting = one("Un premier round de négociations entre l'Iran et la Chine a eu lieu lundi à Genève.")
    assert (meeting.kind, meeting.place, meeting.date) == ("talks", "Genève", "2022-01-10")
    assert meeting.status is MeetingStatus.HELD
    assert set(meeting.participants) == {"IRN", "CHN"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Un sommet entre l'Iran et la Chine aura lieu vendredi à Vienne.", MeetingStatus.PLANNED),
        ("Le sommet entre l'Iran et la Chine prévu vendredi à Vienne a été annulé.", MeetingStatus.CANCELLED),
        ("Le sommet entre l'Iran et la Chine à Vienne a été reporté.", MeetingStatus.POSTPONED),
        ("L'Iran a proposé une rencontre avec la Chine à Vienne.", MeetingStatus.PROPOSED),
        ("Un sommet entre l'Iran et la Chine s'est tenu à Vienne.", MeetingStatus.HELD),
        ("Le dialogue entre l'Iran et la Chine a achoppé sur le pétrole.", MeetingStatus.HELD),
        ("Les négociations entre l'Iran et la Chine sont au point mort.", MeetingStatus.HELD),
    ],
)
def test_words_and_dates_tell_how_far_a_meeting_has_come(text, status):
    assert one(text).status is status


@pytest.mark.parametrize(
    ("text", "kind", "place", "day", "status", "who"),
    [
        (
            "Ana Duval and Karl Weber are due to meet in Vienna on Friday.",
            "bilateral", "Vienna", "2022-01-14", MeetingStatus.PLANNED, {"Ana Duval", "Karl Weber"},
        ),
        (
            "Ana Duval and Karl Weber met for two hours in Geneva on Monday.",
            "bilateral", "Geneva", "2022-01-10", MeetingStatus.HELD, {"Ana Duval", "Karl Weber"},
        ),
        (
            "A summit between Ana Duval and Karl Weber, planned for January 20, was postponed on Tuesday.",
            "summit", None, "2022-01-20", MeetingStatus.POSTPONED, {"Ana Duval", "Karl Weber"},
        ),
        (
            "The foreign ministers of the G7 met in London last week.",
            "multilateral", "London", "2022-W01", MeetingStatus.HELD, {"G7"},
        ),
        (
            "Ana Duval will travel to Moscow next week for talks with Karl Weber.",
            "visit", "Moscow", "2022-W03", MeetingStatus.PLANNED, {"Ana Duval", "Karl Weber"},
        ),
    ],
)  # fmt: skip
def test_english_says_who_meets_where_and_when(text, kind, place, day, status, who):
    meeting = one(text, language="en")
    assert (meeting.kind, meeting.place, meeting.date, meeting.status) == (kind, place, day, status)
    assert who <= set(meeting.participants)


def test_how_long_talks_will_last_is_not_when_they_are():
    text = (
        "Turkey offered to host talks between Iran and China. The ninth round will continue through Friday."
    )
    (meeting,) = meetings.merge(told(text, language="en"))
    assert (meeting.status, meeting.date) == (MeetingStatus.PROPOSED, None)


def test_a_meeting_of_two_people_is_not_that_of_two_others_of_their_countries():
    text = (
        "Iran's Ana Duval and China's Karl Weber met in Geneva on Monday. "
        "Iran's Olga Petrova is ready to meet China's Jan Novak."
    )
    met = meetings.merge(told(text, language="en"))
    assert all(not {"Ana Duval", "Olga Petrova"} <= set(meeting.participants) for meeting in met)
    assert any("Ana Duval" in meeting.participants for meeting in met)


def test_a_place_is_called_as_the_interface_speaks():
    assert place_label("Genève", "en") == "Geneva"
    assert place_label("Moscow", "fr") == "Moscou"
    assert place_label("Nulleville", "en") == "Nulleville"


def test_a_day_without_a_date_is_the_same_day_throughout_an_article():
    meeting = one(
        "Un premier round de négociations entre l'Iran et la Chine a eu lieu à Genève. Le dialogue de Genève, "
        "la première des trois réunions en Europe cette semaine, a duré huit heures. "
        "Après les pourparlers de lundi, le Japon s'est dit déçu par l'Inde.",
        published=None,
    )
    assert set(meeting.participants) == {"IRN", "CHN"}


def test_undated_talks_that_are_recalled_are_the_only_ones_told_with_a_place():
    recalled = "Les premiers pourparlers entre l'Iran et la Chine ont eu lieu et sont jugés positifs."
    held = "Un premier round de négociations entre l'Iran et la Chine a eu lieu lundi à {}."
    text = f"{recalled}\n\n{held.format('Genève')}"
    assert one(text, published=None).place == "Genève"
    other = f"{text}\n\nUn deuxième round de négociations entre l'Iran et la Chine a eu lieu mardi à Vienne."
    assert len(meetings.merge(told(other, published=None))) > 1


def test_later_mentions_go_on_about_the_same_meeting():
    meeting = one(
        "Un round de pourparlers entre l'Iran et la Chine s'est tenu lundi à Genève.\n"
        "Les pourparlers de lundi ont duré près de huit heures. Ces discussions étaient franches."
    )
    assert len(meeting.evidence) == 3
    assert meeting.duration is not None


def test_days_in_one_phrase_point_to_two_meetings():
    text = (
        "Une réunion entre l'Iran et la Chine est prévue jeudi à Vienne. "
        "Une réunion entre l'Iran et la Russie est prévue vendredi à Bruxelles. "
        "On en saura plus après les réunions de jeudi et vendredi."
    )
    merged = meetings.merge(told(text))
    assert [m.date for m in merged] == ["2022-01-13", "2022-01-14"]
    assert all(m.status is MeetingStatus.PLANNED for m in merged)


def test_people_who_meet_are_found_by_the_verb():
    meeting = one("Ana Duval a rencontré mardi Karl Weber à Berlin.")
    assert (meeting.kind, meeting.place, meeting.date) == ("bilateral", "Berlin", "2022-01-11")
    assert set(meeting.participants) == {"Ana Duval", "Karl Weber"}


def test_a_guest_is_a_person():
    assert not told("La France a reçu mardi un avion à Paris.")
    assert told("Ana Duval a reçu mardi Karl Weber à Paris.")


def test_press_conferences_are_no_meetings():
    assert not told("Ana Duval et Karl Weber ont donné une conférence de presse mardi à Paris.")


def test_a_meeting_that_nobody_held_is_not_invented():
    assert not told("L'Iran dit qu'aucune rencontre avec la Chine n'a eu lieu lundi à Genève.")


def test_nothing_comes_from_boilerplate():
    text = "Un sommet entre l'Iran et la Chine a eu lieu lundi à Genève.\nLe reste est calme."
    caption = Region(RegionKind.CAPTION, Span(0, text.index("\n")))
    assert not told(text, regions=(caption,))


def test_a_date_beside_a_verb_of_saying_is_not_taken_from_elsewhere():
    meeting = one("Ana Duval rencontrera jeudi Karl Weber à Berlin, a-t-on appris mardi.")
    assert meeting.date == "2022-01-13"


def test_reports_in_two_languages_are_one_meeting_in_any_order():
    found = [
        told("Un round de pourparlers entre l'Iran et la Chine s'est tenu lundi à Genève.", name="a"),
        told("Talks between Iran and China were held on Monday in Geneva.", name="b", language="en"),
        told("Переговоры между Россией и Китаем состоялись в понедельник в Вене.", name="c", language="ru"),
    ]
    results = {meetings.merge([t for part in order for t in part]) for order in permutations(found)}
    assert len(results) == 1
    geneva = next(m for m in next(iter(results)) if m.place in ("Genève", "Geneva"))
    assert {evidence.article for evidence in geneva.evidence} == {"a", "b"}


def test_a_planned_meeting_whose_day_has_passed_stays_planned_without_a_report():
    planned = told("Un sommet entre l'Iran et la Chine aura lieu vendredi à Vienne.")
    (meeting,) = meetings.merge(planned, date="2022-02-01")
    assert meeting.status is MeetingStatus.PLANNED
    assert "date passed, no report" in meeting.reason.why
    held = told(
        "Un sommet entre l'Iran et la Chine a eu lieu vendredi à Vienne.",
        name="b",
        published=date(2022, 1, 15),
    )
    (meeting,) = meetings.merge([*planned, *held], date="2022-02-01")
    assert meeting.status is MeetingStatus.HELD


def test_other_days_and_places_are_other_meetings():
    merged = meetings.merge(
        [
            *told("Un round de pourparlers entre l'Iran et la Chine a eu lieu lundi à Genève.", name="a"),
            *told("Un round de pourparlers entre l'Iran et la Chine a eu lieu mardi à Vienne.", name="b"),
        ]
    )
    assert len(merged) == 2


def test_a_city_has_one_key_in_every_language():
    assert place("Genève").key == place("Geneva").key == place("Женева").key
    assert agree(place("Vienne"), place("Wien"))
    assert agree(place("Vienna"), place("Austria"))
    assert not agree(place("Vienna"), place("Geneva"))


def test_the_score_matches_one_to_one_by_place_and_participants():
    gold = [
        MeetingRecord("Vienne", (("Iran",), ("États-Unis",)), "held"),
        MeetingRecord(None, (("ministres français",),), "planned"),
    ]
    predicted = [
        MeetingRecord("Vienna", (("IRN",),), "planned"),
        MeetingRecord("Vienna", (("IRN",), ("USA",)), "held"),
        MeetingRecord("Paris", (("Ana Duval", "FRA"),), "held"),
    ]
    scores = score_meetings(predicted, gold, "fr")
    assert (scores.gold, scores.predicted, scores.matched, scores.status_right) == (2, 3, 2, 1)
    assert scores.f1 == pytest.approx(0.8)
    assert (scores + scores).matched == 4


def test_unnamed_parties_are_the_two_of_the_headline():
    (meeting,) = told(
        "La Russie et l'Ukraine se parlent de nouveau.\n\n"
        "La Russie a dit oui, l'Ukraine aussi. La Russie et l'Ukraine hésitaient. "
        "Des pourparlers entre les deux pays sont prévus jeudi."
    )
    assert {who.code for who in meeting.participants} == {"RUS", "UKR"}
    assert any("rule:parties-around" in mention.why for mention in meeting.encounters)


def test_where_people_are_said_to_be_is_where_they_meet():
    meeting = one("Ana Duval rencontrera Karl Weber jeudi. Ana Duval à Vienne verra aussi le port.")
    assert meeting.place == "Vienne"


def test_a_guest_may_be_received_somewhere_by_somebody():
    meeting = one("Ana Duval a été reçue mardi à Varsovie par le ministre Karl Weber.")
    assert (meeting.place, meeting.status) == ("Varsovie", MeetingStatus.HELD)
    assert set(meeting.participants) == {"Ana Duval", "Karl Weber"}


def test_a_body_can_meet_alone_but_one_side_cannot():
    assert one("L'Otan s'est prononcée en faveur d'une réunion d'urgence vendredi.").date == "2022-01-14"
    assert told("La France a tenu lundi une réunion à Paris.") == ()


def test_a_date_belongs_to_the_nearest_meeting_and_not_to_another_thing():
    meeting = one("Après l'accord du 3 janvier, la Russie et l'Ukraine se réuniront à Vienne.")
    assert meeting.date is None


def test_the_day_of_the_state_is_that_of_the_latest_article():
    planned = told("Le sommet entre la Russie et l'Ukraine est prévu jeudi à Vienne.")
    later = told(
        "Un sommet entre la Chine et le Japon est prévu à Oslo.", name="b", published=date(2022, 2, 1)
    )
    first, _ = sorted(meetings.merge([*planned, *later]), key=lambda m: m.date or "9")
    assert first.status is MeetingStatus.PLANNED
    assert first.reason.why[0] == "date passed, no report"


def test_without_a_date_words_and_tense_keep_the_status():
    planned = one("Le sommet entre la Russie et l'Ukraine est prévu jeudi à Vienne.", published=None)
    assert (planned.status, planned.date) == (MeetingStatus.PLANNED, None)


def test_the_end_of_the_text_may_come_right_after_a_meeting():
    assert told("sommet entre la Russie et ") == ()


def test_an_endless_sentence_is_read_in_bounded_time():
    assert told("sommet entre la Russie et la Chine puis " * 1500) is not None


def test_scores_are_plain_values():
    scores = score_meetings([], [MeetingRecord("Oslo", (("NOR",),), "held")], "en")
    assert scores.to_dict()["gold"] == 1
    assert scores.to_dict()["f1"] == 0.0


def test_a_headline_that_opens_with_a_city_tells_where_the_summit_is():
    text = "Vienne : les manifestants arrivent.\n\nLe sommet du G7 s'ouvre vendredi. Les rues de Vienne sont vides."
    assert one(text).place == "Vienne"


def test_a_later_round_is_one_of_the_same_parties_when_only_one_of_them_is_named():
    text = (
        "Le premier sommet entre l'Iran et la Chine s'est tenu en juin 2021 à Genève. "
        "L'Iran a été déçu du deuxième sommet en septembre 2021 à Vienne."
    )
    found = {one.place: set(one.participants) for one in meetings.merge(told(text))}
    assert found == {"Genève": {"IRN", "CHN"}, "Vienne": {"IRN", "CHN"}}


def test_two_mentions_of_a_summit_in_one_city_are_one_summit():
    text = (
        "Le sommet de l'Union européenne se tient à Bruxelles. "
        "Après trois nuits d'un sommet pénible à Bruxelles, Ana Duval et Karl Weber espèrent."
    )
    assert len(meetings.merge(told(text))) == 1


def test_a_month_that_is_asked_for_is_still_to_come():
    meeting = one("L'Iran a proposé un sommet en juin à Vienne avec la Chine.", published=date(2022, 9, 1))
    assert (meeting.status, meeting.date) == (MeetingStatus.PROPOSED, "2023-06")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("La Russie est aussi forte à Vienne qu'elle l'est dans le dialogue, a dit la Chine.", "fr"),
        ("China and Russia want peace and insist on dialogue as the solution.", "en"),
        ("In June 2021, Russia carried out another round of exercises with China.", "en"),
        ("A tanker owned by Ana Duval visited Vienna on Monday.", "en"),
        ("On Monday Ana Duval welcomed Karl Weber's offer in Vienna.", "en"),
        ("Lundi, dans des entretiens avec la presse russe, la Chine a critiqué l'Iran.", "fr"),
        (
            "S'exprimant lundi à Vienne lors d'un entretien avec un grand quotidien russe, Ana Duval accuse l'Iran.",
            "fr",
        ),
        ("La Russie et la Chine ne veulent pas résumer ce débat à une guerre, lundi à Vienne.", "fr"),
        ("La Russie espère. Une telle rencontre avec la Chine aiderait, dit Ana Duval.", "fr"),
    ],
)
def test_what_is_no_meeting_is_left_out(text, language):
    assert told(text, language=language) == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("L'ambassadeur de Chine à Paris a, lui, été convoqué lundi par le ministère français.", "fr"),
        ("La France a convoqué l'ambassadeur chinois lundi.", "fr"),
        ("France summoned the Chinese ambassador on Monday.", "en"),
        ("The Chinese ambassador was summoned on Monday by France.", "en"),
    ],
)
def test_an_ambassador_is_called_in_at_the_capital(text, language):
    meeting = one(text, language=language)
    assert (meeting.kind, meeting.place, meeting.date) == ("summons", "Paris", "2022-01-10")
    assert set(meeting.participants) == {"CHN", "FRA"}


def test_what_is_wished_for_is_proposed():
    meeting = one("Ana Duval souhaite qu'il y ait une rencontre entre la Chine et le Japon.")
    assert meeting.status is MeetingStatus.PROPOSED


def test_a_meeting_of_long_ago_is_not_the_one_at_hand():
    text = (
        "Rencontre entre Ana Duval et Karl Weber à Vienne. Lors de cette rencontre, Ana Duval et Karl Weber doivent "
        "parler de gaz. Lors de leur première rencontre à Oslo en 2019, Ana Duval avait critiqué Karl Weber."
    )
    now, then = sorted(meetings.merge(told(text)), key=lambda m: m.date is not None)
    assert (now.place, now.status) == ("Vienne", MeetingStatus.PLANNED)
    assert (then.place, then.date, then.status) == ("Oslo", "2019", MeetingStatus.HELD)


@pytest.mark.parametrize(
    "text",
    [
        "Jour de pluie sur le château de Morvelle où Ana Duval reçoit mardi Karl Weber.",
        "Ana Duval reçoit mardi Karl Weber au château de Morvelle.",
    ],
)
def test_a_site_is_a_place_though_nobody_knows_its_name(text):
    assert one(text).place == "Morvelle"


def test_a_place_before_where_is_that_of_the_meeting():
    meeting = one("Ana Duval flew to Oslo, where she met Karl Weber.", language="en")
    assert meeting.place == "Oslo"


def test_the_day_when_something_else_was_is_the_day():
    text = "Lundi, jour où Ana Duval était à Vienne pour rencontrer Karl Weber, l'avion a volé, avant de repartir mardi."
    assert one(text).date == "2022-01-10"


def test_who_meets_beside_a_summit_meets_where_it_is_held_and_not_in_it():
    text = (
        "En marge du sommet du G7, Ana Duval va rencontrer Karl Weber. "
        "Le sommet du G7, qui se tient à Vienne, finit mardi."
    )
    found = {frozenset(one.participants): one.place for one in meetings.merge(told(text))}
    assert found == {frozenset({"Ana Duval", "Karl Weber"}): "Vienne", frozenset({"G7"}): "Vienne"}


def test_an_offer_told_twice_is_one_offer():
    text = (
        "The line between China and Japan was mended this morning after Japan proposed high-level talks.\n\n"
        "Japan responded to China with an offer to hold talks on January 19."
    )
    (meeting,) = meetings.merge(told(text, language="en"))
    assert (meeting.date, meeting.status) == ("2022-01-19", MeetingStatus.PROPOSED)


def test_one_summit_in_one_city_whoever_each_report_names():
    first = told("Le sommet du G7 à Vienne s'est ouvert lundi.")
    second = told("Ana Duval a loué Karl Weber au terme du sommet organisé mardi à Vienne.", name="b")
    third = told("Le sommet du G7 est prévu à Oslo.", name="c", published=date(2022, 6, 1))
    assert len(meetings.merge([*first, *third])) == 2
    assert len({one.place for one in meetings.merge([*first, *second])}) == 1


def test_a_meeting_by_video_is_nowhere_and_has_its_day():
    meeting = one("Lundi, lors d'une réunion en visioconférence, Ana Duval et Karl Weber ont parlé de gaz.")
    assert (meeting.kind, meeting.date, meeting.place) == ("bilateral", "2022-01-10", None)


def test_a_press_conference_of_two_is_a_meeting_and_one_alone_is_none():
    meeting = one("Ana Duval a tenu vendredi à Vienne une conférence de presse avec Karl Weber.")
    assert meeting.kind == "press-conference"
    assert len(meeting.participants) == 2
    assert not meetings.merge(told("Ana Duval a tenu vendredi à Vienne une conférence de presse."))


def test_a_pronoun_before_a_verb_is_who_acts_in_its_sentence():
    meeting = one("Vendredi, Ana Duval était en forme, mais il a rencontré Karl Weber à Vienne.")
    assert len(meeting.participants) == 2


def test_who_opens_with_a_visit_is_the_visitor():
    meeting = one("En visite vendredi à Vienne, Ana Duval s'est dite confiante.")
    assert meeting.kind == "visit"
    assert meeting.place == "Vienne"


def test_the_day_and_place_of_an_accord_are_not_those_of_the_talks():
    (talks,) = told(
        "L'Iran et la Chine hésitent. Des négociations entre l'Iran et la Chine, prévues par l'accord conclu en "
        "février à Vienne, pourraient s'ouvrir."
    )
    assert (talks.date, talks.place) == (None, None)


def test_the_day_an_invitation_is_for_is_not_that_of_the_talks_it_depends_on():
    (talks,) = told(
        "Des discussions entre l'Iran et la Chine se poursuivent. "
        "L'invitation pour le 13 mars dépendra de ce que donneront les discussions en cours entre l'Iran et la Chine."
    )
    assert talks.date is None


def test_who_has_met_somebody_does_not_meet_at_a_meeting_to_come():
    found = told("Ana Duval a rencontré Karl Weber. Une réunion entre l'Iran et la Chine aura lieu vendredi.")
    assert [one.status for one in found] == [MeetingStatus.HELD, MeetingStatus.PLANNED]


def test_a_spokesman_tells_of_a_meeting_and_takes_no_part_in_it():
    text = "{} de l'Iran, Ana Duval, s'est entretenue mardi avec Karl Weber à Vienne."
    (held,) = told(text.format("La présidente"))
    assert "Ana Duval" in {who.name for who in held.participants}
    assert all(
        "Ana Duval" not in {who.name for who in t.participants} for t in told(text.format("La porte-parole"))
    )


def test_talks_of_the_same_sides_that_lie_ahead_are_one_whatever_article_names_their_day():
    parts = [
        told("Des négociations entre l'Iran et la Chine débuteront le 20 janvier.", name="a"),
        told("Des négociations entre l'Iran et la Chine sont prévues.", name="b"),
    ]
    (meeting,) = meetings.merge([t for part in parts for t in part])
    assert meeting.date == "2022-01-20"
    late = told(
        "Des négociations entre l'Iran et la Chine sont prévues.", name="c", published=date(2022, 2, 1)
    )
    (meeting,) = meetings.merge([*parts[0], *late])
    assert meeting.date is None


def test_a_body_that_somebody_chairs_does_not_meet_him_as_the_other_side():
    (meeting,) = meetings.merge(told("Ana Duval a présidé mardi une réunion de l'Otan."))
    assert meeting.kind != "bilateral"


def test_relations_that_are_looked_at_again_are_no_meeting():
    assert not told("L'Iran dit vouloir revoir ses relations avec la Chine à Vienne.")
    assert one("Ana Duval doit revoir Karl Weber vendredi à Vienne.").status is MeetingStatus.PLANNED


def test_whom_a_matter_is_between_does_not_meet_at_the_meeting_on_it():
    meeting = one(
        "Une réunion d'urgence vendredi soir de la direction palestinienne doit permettre de discuter "
        "de la normalisation des relations entre l'Iran et la Chine."
    )
    assert set(meeting.participants) == {"PSE"}
    assert meeting.date == "2022-01-14"


def test_an_emergency_meeting_of_a_body_needs_no_day():
    meeting = one("La Chine a exigé une réunion d'urgence de la Ligue arabe.")
    assert (meeting.status, meeting.participants) == (MeetingStatus.PROPOSED, ("ARABLEAGUE",))


def test_meetings_of_bodies_of_their_own_are_several():
    text = "Ana Duval and Karl Weber called emergency meetings of their security councils."
    assert [len(telling.participants) for telling in told(text, language="en")] == [1, 1]


def test_a_meeting_called_for_a_day_to_come_has_that_day():
    meeting = one("The United Nations called an emergency meeting for Friday.", language="en")
    assert (meeting.date, meeting.status) == ("2022-01-14", MeetingStatus.PLANNED)


def test_a_body_of_a_relative_clause_meets_itself():
    meeting = one("La décision revient à l'Union européenne, qui se réunira vendredi à Bruxelles.")
    assert (meeting.participants, meeting.place, meeting.date) == (("EU",), "Bruxelles", "2022-01-14")


def test_a_pronoun_does_not_mean_the_other_side():
    text = (
        "Ana Duval est attendue jeudi à Oslo. "
        "Elle s'entretiendra par visioconférence avec Karl Weber depuis Vienne, où elle rencontrera Olga Petrova."
    )
    met = {frozenset(who.name for who in telling.participants if who.person) for telling in told(text)[1:]}
    assert met == {frozenset({"Ana Duval", "Karl Weber"}), frozenset({"Ana Duval", "Olga Petrova"})}


def test_two_guests_of_one_host_are_two_meetings():
    text = (
        "Ana Duval s'est entretenue à Vienne avec Karl Weber. Olga Petrova est attendue lundi à Vienne, "
        "où elle doit s'entretenir avec Ana Duval."
    )
    assert len(told(text)) == 2


def test_a_call_between_two_people_is_a_meeting_and_an_appeal_is_none():
    assert one("Lors d'un appel avec Karl Weber, Ana Duval a évoqué l'accord.").kind == "call"
    assert not told("Ana Duval a lancé un appel à Karl Weber à Vienne.")


def test_what_somebody_would_have_others_do_is_done_by_the_others():
    meeting = one(
        "Ana Duval y voit une occasion pour les dirigeants iraniens et chinois de reprendre des négociations."
    )
    assert set(meeting.participants) == {"IRN", "CHN"}
    assert meeting.status is MeetingStatus.PROPOSED


def test_hoped_for_talks_are_proposed():
    meeting = one("L'ONU travaille à permettre une reprise des discussions entre l'Iran et la Chine.")
    assert meeting.status is MeetingStatus.PROPOSED


def test_those_who_bring_the_parties_together_take_part():
    meeting = one("Un accord a été trouvé après dix jours de discussions en Islande, sous l'égide de l'ONU.")
    assert (meeting.participants, meeting.place) == (("UN",), "Islande")


def test_an_accord_to_be_signed_at_a_place_is_a_ceremony():
    meeting = one("L'Iran et la Chine doivent signer vendredi à Vienne un accord sur le gaz.")
    assert (meeting.kind, meeting.place, meeting.date) == ("ceremony", "Vienne", "2022-01-14")
    assert not told("L'Iran et la Chine doivent signer l'accord de Vienne.")


def test_a_day_after_words_that_have_it_ahead_is_to_come():
    text = "Le sujet doit être évoqué jeudi au cours d'une réunion de l'Otan."
    assert one(text, published=date(2022, 1, 14)).date == "2022-01-20"


def test_a_meeting_of_a_body_and_its_summit_in_one_city_are_one():
    parts = [
        told("La décision revient à l'Union européenne, qui se réunira vendredi à Bruxelles.", name="a"),
        told("La question sera tranchée au sommet de l'Union européenne à Bruxelles.", name="b"),
    ]
    (meeting,) = meetings.merge([t for part in parts for t in part])
    assert (meeting.place, meeting.date) == ("Bruxelles", "2022-01-14")
