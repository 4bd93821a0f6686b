import json
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparlers import evaluation, store
from pourparlers.dossier.amendments import (
    ActorRef,
    AddMeeting,
    IssueRef,
    MergeActors,
    MergeIssues,
    MergeMeetings,
    RejectMeeting,
    RenameIssue,
    SetActor,
    SetMeeting,
    SetStatement,
    SplitActor,
    SplitMeeting,
)
from pourparlers.errors import StaleError
from pourparlers.evaluation import read_gold
from pourparlers.model import (
    Act,
    ActorKind,
    Attribution,
    AttributionType,
    Evidence,
    MeetingStatus,
    Mention,
    MentionKind,
    Span,
)
from pourparlers.reading import times
from pourparlers.store.amending import actor_ref, issue_ref, meeting_words
from pourparlers.store.corrections import Speaker, add, amend, mend, reject
from store_talks import AT, received
from talks import Talk, span

LATER = AT + timedelta(hours=1)
TEXTS = (
    "Russia demanded an end to NATO enlargement. Olga Petrova of Russia said the sanctions were a mistake. "
    "Russia and Ukraine will hold talks in Geneva on 10 March 2031.",
    "Lena Markova rejected new sanctions against Russia. Ukraine refused to give up NATO membership. "
    "Russia and Ukraine held talks in Vienna on 2 March 2031.",
)
PEOPLE = ("Olga Petrova", "Lena Markova")


def pairs():
    made = []
    for n, text in enumerate(TEXTS):
        talk = Talk(text, name=f"talk{n}")
        if n == 0:
            talk.say("RUS", "request", "an end to NATO enlargement", cue="demanded", source="Russia")
            talk.say("RUS", "assess_negative", "the sanctions were a mistake", cue="said", source=PEOPLE[0])
        else:
            talk.say("RUS", "reject", "new sanctions against Russia", cue="rejected", source=PEOPLE[1])
            talk.say("UKR", "reject", "to give up NATO membership", cue="refused", source="Ukraine")
        article, reading = talk.done()
        number = max(m.entity for m in reading.mentions) + 1
        who = Mention(span(text, PEOPLE[n]), MentionKind.NAME, ActorKind.PERSON, number)
        mentions = tuple(sorted((*reading.mentions, who), key=lambda m: m.span))
        speakers = {**reading.speakers, "2" if n == 0 else "1": (number,)}
        made.append(
            (article, replace(reading, mentions=mentions, speakers=speakers, times=times.find(article)))
        )
    return made


@pytest.fixture
def dossier(either):
    with store.open(either) as opened:
        for article, reading in pairs():
            opened.add(received(article), reading)
        yield opened


def state(dossier):
    return dossier.corpus().state()


def texts(dossier):
    return {one.id: one.text for one in dossier.articles()}


def actor(dossier, name):
    (found,) = (one for one in state(dossier).actors if name in (one.name, *one.variants))
    return found


def ref(dossier, name):
    return actor_ref(actor(dossier, name), texts(dossier))


def do(dossier, change, **was):
    return dossier.correct(amend(change, texts(dossier), was), who="ana", at=AT, why="known")


def evidence(dossier, words):
    article = next(one for one in dossier.articles() if words in one.text)
    at = article.text.index(words)
    return Evidence(article.id, at, at + len(words))


def meeting(dossier, place):
    (found,) = (one for one in state(dossier).meetings if one.place == place)
    return found


def statement(dossier, words):
    place = evidence(dossier, words)
    return next(one for one in state(dossier).statements if place in one.content)


def test_merged_actors_are_one_until_it_is_undone(dossier):
    both = MergeActors(0, ref(dossier, PEOPLE[0]), (ref(dossier, PEOPLE[1]),))
    number = do(dossier, both)
    one = actor(dossier, PEOPLE[1])
    assert {*PEOPLE} <= {*one.variants}
    assert len(one.mentions) == 2
    assert one.reason.why[-1] == f"correction:{number}"
    said = {s.content[0].article for s in state(dossier).statements if one.id in s.speakers}
    assert len(said) == 2
    undo = dossier.undo(number, who="ben", at=LATER)
    assert actor(dossier, PEOPLE[1]).name == PEOPLE[1]
    dossier.undo(undo, who="ana", at=LATER)
    assert PEOPLE[1] in actor(dossier, PEOPLE[0]).variants
    assert dossier.conflicts() == []


def test_split_takes_out_what_was_merged(dossier):
    do(dossier, MergeActors(0, ref(dossier, PEOPLE[0]), (ref(dossier, PEOPLE[1]),)))
    apart = (evidence(dossier, PEOPLE[1]),)
    do(dossier, SplitActor(0, ref(dossier, PEOPLE[0]), apart, "Oleg Petrov", party="UKR"))
    other = actor(dossier, "Oleg Petrov")
    assert (other.party, other.mentions) == ("UKR", apart)
    assert PEOPLE[1] in other.variants
    assert PEOPLE[1] not in actor(dossier, PEOPLE[0]).variants
    said = statement(dossier, "new sanctions against Russia")
    assert (said.speakers, said.parties) == ((other.id,), ("UKR",))


def test_name_and_party_of_an_actor(dossier):
    do(dossier, SetActor(0, ref(dossier, PEOPLE[0]), name="Olga P.", party="UKR"), name=PEOPLE[0])
    one = actor(dossier, "Olga P.")
    assert (one.name, one.party) == ("Olga P.", "UKR")
    assert statement(dossier, "the sanctions were a mistake").parties == ("UKR",)
    do(dossier, SetActor(0, ref(dossier, "Olga P."), party=""))
    assert actor(dossier, "Olga P.").party is None


def change(dossier, words, **values):
    """Mend the attribution behind a statement, with what is to change in the statement."""
    said = statement(dossier, words)
    one = next(c for c in dossier.corrected() if c.article.id == said.article)
    attribution = next(a for a in one.reading.attributions if a.id == said.attribution)
    edit = mend(
        one.article, attribution, attribution, statement=SetStatement(0, said.content, said.cue, **values)
    )
    return dossier.correct(edit, who="ana", at=AT)


def test_act_issue_condition_target_party_and_speaker_of_a_statement(dossier):
    words = "to give up NATO membership"
    condition = (evidence(dossier, "NATO membership"),)
    issue = IssueRef("", {"en": "Neutrality", "fr": "Neutralité"})
    change(
        dossier,
        words,
        act=Act.OFFER,
        issues=(issue,),
        condition=condition,
        targets=(ref(dossier, "Russia"),),
        speakers=(ref(dossier, PEOPLE[0]),),
        parties=("UKR",),
    )
    said = statement(dossier, words)
    now = state(dossier)
    (neutrality,) = (one for one in now.issues if one.labels["en"] == "Neutrality")
    assert (said.act, said.issues, said.condition) == (Act.OFFER, (neutrality.id,), condition[0])
    assert said.targets == (actor(dossier, "Russia").id,)
    assert said.speakers == (actor(dossier, PEOPLE[0]).id,)
    assert said.parties == ("UKR",)
    (held,) = (one for one in now.positions if said.id in one.statements)
    assert (held.party, held.issue, held.act) == ("UKR", neutrality.id, Act.OFFER)
    change(dossier, words, condition=(), targets=(), added=(issue_ref(now.issues[0]),), removed=(issue,))
    said = statement(dossier, words)
    assert (said.condition, said.targets, said.issues) == (None, (), (now.issues[0].id,))
    assert dossier.conflicts() == []


def test_issues_are_renamed_and_merged(dossier):
    first, second = (
        state(dossier).issues[n]
        for n, one in enumerate(state(dossier).issues)
        if one.id in ("sanctions", "security.enlargement") or n < 2
    )
    said = state(dossier).statements
    do(dossier, RenameIssue(0, issue_ref(first, said), {"en": "The main matter"}))
    assert "The main matter" in {one.labels["en"] for one in state(dossier).issues}
    do(dossier, MergeIssues(0, issue_ref(first, said), (issue_ref(second, said),)))
    ids = {id for one in state(dossier).statements for id in one.issues}
    assert second.id not in ids | {one.id for one in state(dossier).issues}
    assert first.id in ids
    assert dossier.conflicts() == []


def test_meetings_are_set_merged_split_rejected_and_added(dossier):
    geneva, vienna = meeting(dossier, "Geneva"), meeting(dossier, "Vienna")
    who = (ref(dossier, "Ukraine"), ActorRef(name="Observers"))
    do(
        dossier,
        SetMeeting(
            0,
            meeting_words(geneva),
            MeetingStatus.POSTPONED,
            date="2031-04-01",
            place="Bern",
            participants=who,
        ),
    )
    bern = meeting(dossier, "Bern")
    assert (bern.id, bern.status, bern.date) == (geneva.id, MeetingStatus.POSTPONED, "2031-04-01")
    assert bern.participants == (actor(dossier, "Ukraine").id, "Observers")
    do(dossier, MergeMeetings(0, meeting_words(bern), (meeting_words(vienna),)))
    (both,) = state(dossier).meetings
    assert {*bern.evidence, *vienna.evidence} == {*both.evidence}
    do(dossier, SplitMeeting(0, meeting_words(both), vienna.evidence))
    assert len(state(dossier).meetings) == 2
    do(dossier, SetMeeting(0, vienna.evidence, place="Vienna"))
    number = do(dossier, RejectMeeting(0, meeting_words(meeting(dossier, "Bern"))))
    do(dossier, RejectMeeting(0, vienna.evidence))
    assert state(dossier).meetings == ()
    what = evidence(dossier, "held talks")
    do(dossier, AddMeeting(0, what, "talks", MeetingStatus.HELD, "2031-03", "Vienna", who[:1]))
    (added,) = state(dossier).meetings
    assert (added.what, added.place, added.date) == (what, "Vienna", "2031-03")
    dossier.undo(number, who="ana", at=LATER)
    assert {one.place for one in state(dossier).meetings} == {"Bern", "Vienna"}
    assert dossier.conflicts() == []
    assert dossier.doctor() == []


def test_changes_outlive_another_reading_and_what_finds_nothing_is_listed(dossier):
    number = do(dossier, MergeActors(0, ref(dossier, PEOPLE[0]), (ref(dossier, PEOPLE[1]),)))
    renamed = do(dossier, SetActor(0, ref(dossier, PEOPLE[0]), name="Olga P."))
    act = change(dossier, "to give up NATO membership", act=Act.WARN)

    class Reader:
        def __init__(self, model, people):
            self.model, self.people = model, people

        def read(self, article):
            reading = next(r for a, r in pairs() if a.id == article.id)
            mentions = tuple(
                replace(m, entity=m.entity + 40)
                for m in reading.mentions
                if self.people or m.actor_kind is not ActorKind.PERSON
            )
            speakers = {id: tuple(n + 40 for n in who) for id, who in reading.speakers.items()}
            return replace(reading, model=self.model, mentions=mentions, speakers=speakers)

    list(dossier.reread(Reader("model-2", True), at=LATER))
    assert {*PEOPLE, "Olga P."} <= {*actor(dossier, "Olga P.").variants}
    assert statement(dossier, "to give up NATO membership").act is Act.WARN
    assert dossier.conflicts() == []
    list(dossier.reread(Reader("model-3", False), at=LATER))
    assert [(one.correction, one.is_applied) for one in dossier.conflicts()] == [
        (number, False),
        (renamed, False),
    ]
    assert statement(dossier, "to give up NATO membership").reason.why.count(f"correction:{act}") == 1
    assert len(dossier.corrections()) == 3


def test_an_undone_act_is_not_kept_by_a_later_correction_of_something_else(dossier):
    article, reading = next(iter(dossier.pairs()))
    first = reading.attributions[0]
    shorter = replace(first, cue=None)
    number = dossier.correct(mend(article, first, shorter), who="ana", at=AT)
    (now,) = (
        a for c in dossier.corrected() if c.article.id == article.id for a in c.reading.attributions[:1]
    )
    wider = replace(now, source=Span(0, 7))
    dossier.correct(mend(article, now, wider), who="ana", at=AT)
    dossier.undo(number, who="ana", at=LATER)
    one = next(c for c in dossier.corrected() if c.article.id == article.id)
    assert (one.reading.attributions[0].cue, one.reading.attributions[0].source) == (first.cue, Span(0, 7))


def test_nobody_overrides_what_they_have_not_seen(dossier):
    article, reading = next(iter(dossier.pairs()))
    first, second = reading.attributions
    seen = 0
    number = dossier.correct(reject(article, first), who="ana", at=AT, seen=seen)
    with pytest.raises(StaleError, match="ana has changed this meanwhile"):
        dossier.correct(mend(article, first, first), who="ben", at=AT, seen=seen)
    dossier.correct(mend(article, second, second), who="ben", at=AT, seen=seen)
    dossier.correct(mend(article, first, first), who="ben", at=AT, seen=number)
    dossier.undo(number, who="ana", at=LATER)
    with pytest.raises(StaleError):
        dossier.correct(reject(article, first), who="ben", at=AT, seen=number + 2)
    change = SetActor(0, ref(dossier, "Ukraine"), party="NATO")
    dossier.correct(amend(change, texts(dossier)), who="ana", at=AT, seen=seen)
    with pytest.raises(StaleError):
        dossier.correct(amend(change, texts(dossier)), who="ben", at=AT, seen=seen)


def test_what_is_corrected_in_a_copy_counts_where_its_text_is_kept(tmp_path):
    (article, reading), _ = pairs()
    rest = " ".join(f"Paragraph {n} tells of the long road that led the two sides there." for n in range(9))
    article = replace(article, text=f"{article.text} {rest}")
    long = f"{article.text} Nothing more was said by either of the two sides that day, and no one asked, so all went."
    with store.open(tmp_path / "copies.db") as dossier:
        dossier.add(received(article), reading)
        dossier.correct(
            mend(article, reading.attributions[0], replace(reading.attributions[0], act=Act.OFFER)),
            who="ana",
            at=AT,
        )
        other = replace(article, id="other", name="other", text=long)
        dossier.add(received(other), replace(reading, article="other"))
        (kept,) = dossier.corpus().articles
        assert kept.id == "other"
        assert statement_of(dossier, "other", "1").act is Act.OFFER
        assert dossier.conflicts() == []


def statement_of(dossier, article, attribution):
    return next(
        one for one in state(dossier).statements if (one.article, one.attribution) == (article, attribution)
    )


def test_doctor_finds_lost_anchors_and_broken_undos(dossier):
    from sqlalchemy import text

    number = do(dossier, SetActor(0, ref(dossier, PEOPLE[0]), party="UKR"))
    dossier.undo(number, who="ana", at=AT)
    assert dossier.doctor() == []
    with dossier.database.engine.begin() as connection:
        connection.execute(text("UPDATE corrections SET anchors = replace(anchors, 'Petrova', 'Petrovna')"))
        connection.execute(text("UPDATE corrections SET undoes = 2 WHERE number = 2"))
    assert {one.kind for one in dossier.doctor()} == {"anchor-lost", "undo-of-nothing"}


def test_gold_of_corrections_scores_full_marks_against_itself(dossier, tmp_path, monkeypatch):
    for words in (
        "an end to NATO enlargement",
        "the sanctions were a mistake",
        "new sanctions against Russia",
    ):
        change(dossier, words, act=Act.REQUEST)
    change(
        dossier,
        "to give up NATO membership",
        act=Act.THREATEN,
        condition=(evidence(dossier, "NATO membership"),),
        targets=(ref(dossier, "Russia"),),
    )
    article = dossier.article(evidence(dossier, "held talks").article)
    missed = Attribution("", AttributionType.INDIRECT, None, None, (span(article.text, "talks in Vienna"),))
    dossier.correct(
        add(
            article,
            missed,
            [Speaker(span(article.text, "Russia", article.text.index("Russia and")), party="RUS")],
        ),
        who="ana",
        at=AT,
    )
    folder = tmp_path / "train"
    assert len(dossier.export_gold(folder)) == 2
    record = json.loads((folder / f"{article.id}.json").read_text("utf-8"))["attributions"][1]
    assert (record["speaker"], record["party"], record["act"]) == ("Ukraine", "Ukraine", "threaten")
    assert (record["target"], record["condition"], record["tier"]) == ("Russia", "NATO membership", "core")
    assert record["issue"]

    documents = read_gold(folder)
    corpus = dossier.corpus()
    lines = [
        json.dumps({**raw, "doc": one.id})
        for one in corpus.articles
        for raw in corpus.attributions()
        if raw["doc"] == one.name
    ]
    predictions = tmp_path / "found.jsonl"
    predictions.write_text("\n".join(lines), "utf-8")
    scores = evaluation.score(documents, evaluation.read_predictions(predictions))
    assert scores.gold == 5
    assert {rates.f1 for rates in (*scores.tokens.values(), *scores.matches.values())} == {1.0}
    wanted = [record for one in documents for record in one.records if not record.marginal]
    sided = sum(bool(record.party_names) for record in wanted) / scores.gold
    assert (scores.source, scores.speaker, scores.party, scores.act) == (1.0, 1.0, sided, 1.0)
    assert (scores.conditions_wanted, scores.conditions_found, scores.conditions_invented) == (1, 1, 0)

    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "training")
    monkeypatch.delitem(sys.modules, "records", raising=False)
    corpora = pytest.importorskip("corpora")
    read = list(corpora.news(tmp_path, "own", "en", "ours"))
    assert [one.name for one in read] == sorted(one.id for one in corpus.articles)
    made = [one for record in read for one in record.attributions]
    assert {one.act for one in made} == {"request", "threaten", "state"}
    assert sum(one.condition is not None for one in made) == 1
    assert sum(bool(one.target) for one in made) >= 1


@given(st.data())
def test_any_order_of_undos_gives_what_the_rest_would_give(data):
    from pourparlers.store.corrections import Correction, active

    count = data.draw(st.integers(1, 5))
    edit = amend(SetActor(0, ActorRef(name="x")), {})
    made = [Correction(n, "a", AT, "", edit) for n in range(1, count + 1)]
    open_ = {one.number: True for one in made}
    root = {one.number: one.number for one in made}
    for _ in range(data.draw(st.integers(0, 6))):
        free = [one.number for one in made if one.number not in {m.undoes for m in made}]
        what = data.draw(st.sampled_from(free))
        new = len(made) + 1
        made.append(Correction(new, "a", AT, "", None, what))
        root[new] = root[what]
        open_[root[what]] = not open_[root[what]]
    assert [one.number for one in active(made)] == [n for n in range(1, count + 1) if open_[n]]
