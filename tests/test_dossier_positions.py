from datetime import date

from pourparlers.dossier.build import state_of_play
from pourparlers.model import Act
from talks import Talk, both


def play(*talks):
    return state_of_play(*both(*talks))


def test_one_demand_told_by_two_outlets_is_one_position_with_its_history():
    one = Talk("Iran demands the lifting of sanctions.", "one", day=date(2031, 3, 1), outlet="A")
    one.say("IRN", "request", "the lifting of sanctions", cue="demands")
    two = Talk("Iran again asked that all sanctions be lifted.", "two", day=date(2031, 3, 9), outlet="B")
    two.say("IRN", "request", "all sanctions be lifted", cue="asked")
    (position,) = play(one, two).positions
    assert (position.first_said, position.last_said) == ("2031-03-01", "2031-03-09")
    assert position.outlets == ("A", "B")
    assert len(position.evidence) == 2
    assert "outlets:2" in position.reason.why


def test_a_threat_under_a_condition_stays_apart_from_one_without():
    text = "Washington will impose new sanctions if troops move. Washington is weighing new sanctions."
    talk = Talk(text)
    talk.say("USA", "threaten", "impose new sanctions if troops move", condition="if troops move")
    talk.say("USA", "threaten", "new sanctions.")
    assert len(play(talk).positions) == 2


def test_direct_and_indirect_words_of_one_utterance_are_one_position():
    text = 'Iran ruled out a freeze of enrichment. "We will never freeze enrichment," its envoy said.'
    talk = Talk(text)
    talk.say("IRN", "reject", "a freeze of enrichment")
    talk.say("IRN", "reject", "We will never freeze enrichment", quoted=True)
    (position,) = play(talk).positions
    assert len(position.statements) == 2
    assert text[position.quote.start : position.quote.end] == "We will never freeze enrichment"
    assert "red-line" in position.marks


def test_demands_on_two_issues_are_two_positions():
    talk = Talk("Iran wants the release of prisoners. Iran wants the lifting of sanctions.")
    talk.say("IRN", "request", "the release of prisoners")
    talk.say("IRN", "request", "the lifting of sanctions")
    assert {p.issue for p in play(talk).positions} == {"people.prisoners", "economy.sanctions"}


def test_a_charge_and_the_denial_of_it_clash():
    text = "Ukraine accused Russia of preparing an invasion. Russia denied that it plans an invasion."
    talk = Talk(text)
    talk.say("UKR", "accuse", "preparing an invasion", cue="accused")
    talk.say("RUS", "deny", "it plans an invasion", cue="denied")
    state = play(talk)
    (clash,) = state.clashes
    assert clash.kind == "accusation-denial"
    by_id = {p.id: p.party for p in state.positions}
    assert (by_id[clash.a], by_id[clash.b]) == ("UKR", "RUS")
    assert 0 < clash.reason.confidence <= 1


def test_two_sides_that_charge_a_third_one_do_not_clash():
    text = "Ukraine accused Russia of preparing an invasion. Poland blames Russia for a planned invasion."
    talk = Talk(text)
    talk.say("UKR", "accuse", "preparing an invasion", cue="accused")
    talk.say("POL", "accuse", "a planned invasion", cue="blames")
    assert not play(talk).clashes


def test_a_threat_and_the_refusal_to_yield_clash():
    text = "Washington threatened Iran with new sanctions. Iran said it would not yield to sanctions."
    talk = Talk(text)
    talk.say("USA", "threaten", "new sanctions", cue="threatened")
    talk.say("IRN", "reject", "it would not yield to sanctions", cue="said")
    assert [c.kind for c in play(talk).clashes] == ["threat-defiance"]


def test_one_side_never_clashes_with_itself():
    talk = Talk("Iran wants a ceasefire. Iran rejects a ceasefire.")
    talk.say("IRN", "request", "a ceasefire")
    talk.say("IRN", "reject", "a ceasefire.")
    assert play(talk).clashes == ()


def test_sides_on_one_line_converge():
    talk = Talk("France demands a ceasefire. Germany demands a ceasefire too.")
    talk.say("FRA", "request", "a ceasefire")
    talk.say("DEU", "request", "a ceasefire too")
    (line,) = play(talk).convergences
    assert line.issue == "military.ceasefire"
    assert len(line.positions) == 2


def test_a_demand_met_by_nothing_but_refusal_is_a_deadlock_until_somebody_moves():
    refused = Talk(
        "Iran demands the lifting of sanctions. France rejects any lifting of sanctions.", "refused"
    )
    refused.say("IRN", "request", "the lifting of sanctions")
    refused.say("FRA", "reject", "any lifting of sanctions")
    assert [d.issue for d in play(refused).deadlocks] == ["economy.sanctions"]
    moved = Talk("France offered relief from sanctions.", "moved", day=date(2031, 5, 1))
    moved.say("FRA", "offer", "relief from sanctions")
    assert play(refused, moved).deadlocks == ()


def test_praise_and_blame_of_one_thing_are_two_positions_with_their_days():
    words = "the talks in Geneva were useful and the talks went on"
    first = Talk(f"Moscow said {words}.", "first", day=date(2031, 3, 1))
    first.say("RUS", "assess_positive", words, cue="said")
    then = Talk(f"Moscow said {words}.", "then", day=date(2031, 3, 9))
    then.say("RUS", "assess_negative", words, cue="said")
    state = state_of_play(*both(first, then))
    held = [(one.act.value, one.first_said) for one in state.positions if one.party == "RUS"]
    assert sorted(held) == [("assess_negative", "2031-03-09"), ("assess_positive", "2031-03-01")]


def test_the_words_shown_do_what_the_position_does():
    text = "Oslo would accept nothing less than a written guarantee of no enlargement of the alliance."
    talk = Talk(text)
    talk.say("NOR", "reject", text[text.index("nothing") : -1], cue="accept")
    for position in play(talk).positions:
        shown = text[position.quote.start : position.quote.end]
        assert shown.startswith("nothing less") == (position.act is Act.REJECT)


def test_an_offer_turned_down_is_a_clash():
    talk = Talk("Norway offers Sweden talks on fishing. Sweden rejected Norway's talks on fishing.")
    talk.say("NOR", "offer", "talks on fishing", cue="offers", source="Norway")
    talk.say("SWE", "reject", "Norway's talks on fishing", cue="rejected", source="Sweden")
    assert [clash.kind for clash in play(talk).clashes] == ["offer-rejection"]


def test_what_sides_agree_on_in_one_breath_is_a_convergence():
    talk = Talk("Norway and Sweden agreed to open a joint harbour.")
    talk.say("NOR+SWE", "agree", "to open a joint harbour", source="Norway and Sweden")
    (line,) = play(talk).convergences
    assert line.reason.why == ("rule:together",)


def test_a_shared_word_in_long_demands_is_no_common_line():
    talk = Talk(
        "Norway demands a ceasefire watched by foreign officers along every crossing of the northern river. "
        "Sweden demands seeds, cattle, tractors and fuel for villages ruined before the ceasefire."
    )
    talk.say(
        "NOR", "request", "a ceasefire watched by foreign officers along every crossing of the northern river"
    )
    talk.say("SWE", "request", "seeds, cattle, tractors and fuel for villages ruined before the ceasefire")
    assert not play(talk).convergences


def test_one_charge_in_two_mouths_is_no_clash():
    talk = Talk("Norway accused Sweden of breaking the quota for Sweden's trawlers.")
    talk.say("NOR", "accuse", "breaking the quota for Sweden's trawlers", cue="accused", source="Norway")
    talk.say("SWE", "accuse", "breaking the quota for Sweden's trawlers", cue="accused", source="Sweden")
    assert not play(talk).clashes


def test_a_demand_or_a_refusal_of_one_thing_is_held_and_a_bare_mention_of_it_is_not():
    text = "Norway demanded a bridge over the strait. Sweden rejected a bridge. Denmark spoke of a bridge."
    talk = Talk(text)
    talk.say("NOR", "request", "a bridge over the strait", cue="demanded", source="Norway")
    talk.say("SWE", "reject", "a bridge.", cue="rejected", source="Sweden")
    talk.say("DNK", "state", "of a bridge.", cue="spoke", source="Denmark")
    assert {position.party for position in play(talk).positions} == {"NOR", "SWE"}


def test_what_a_headline_and_the_text_say_in_the_same_words_is_one_position_on_the_matter_the_text_names():
    text = (
        'Oslo: a slow and silent disaster. The arms deliveries are "a slow and silent disaster", Oslo warned.'
    )
    talk = Talk(text)
    talk.say("NOR", "state", "a slow and silent disaster")
    talk.say("NOR", "warn", 'The arms deliveries are "a slow and silent disaster"')
    (position,) = play(talk).positions
    assert position.issue == "military.aid"
    assert len(position.statements) == 2


def test_the_same_words_on_two_matters_are_one_position_and_those_of_another_side_are_not():
    one = Talk("The lifting of sanctions brings a shared and lasting calm.", "one", day=date(2031, 3, 1))
    one.say("IRN", "state", "The lifting of sanctions brings a shared and lasting calm")
    two = Talk("A release of prisoners and a shared and lasting calm.", "two", day=date(2031, 3, 2))
    two.say("IRN", "announce", "a shared and lasting calm")
    two.say("NOR", "announce", "a shared and lasting calm")
    assert {(p.party, len(p.statements)) for p in play(one, two).positions} == {("IRN", 2), ("NOR", 1)}


def test_a_yes_and_a_no_in_the_same_words_are_two_positions():
    one = Talk("Iran accepts a phased release of prisoners.", "one", day=date(2031, 3, 1))
    one.say("IRN", "agree", "a phased release of prisoners")
    two = Talk("Iran refuses a phased release of prisoners.", "two", day=date(2031, 3, 2))
    two.say("IRN", "reject", "a phased release of prisoners")
    assert {p.act for p in play(one, two).positions} == {Act.AGREE, Act.REJECT}


def test_what_a_side_plainly_says_is_held_too_even_where_it_names_no_known_matter():
    talk = Talk("Norway demands the end of all sanctions. The fleet left its harbour at dawn, Norway said.")
    talk.say("NOR", "request", "the end of all sanctions", cue="demands")
    talk.say("NOR", "state", "The fleet left its harbour at dawn", cue="said")
    assert {one.act for one in play(talk).positions} == {Act.REQUEST, Act.STATE}


def test_words_on_two_matters_are_one_position_that_what_stands_against_either_meets():
    talk = Talk(
        "Norway demands a lasting ceasefire without sanctions. Italy rejects the lifting of sanctions."
    )
    talk.say("NOR", "request", "a lasting ceasefire without sanctions", cue="demands")
    talk.say("ITA", "reject", "the lifting of sanctions", cue="rejects")
    ours = [one for one in play(talk).positions if one.party == "NOR"]
    assert [(one.issue, one.issues_also) for one in ours] == [("military.ceasefire", ("economy.sanctions",))]


def test_what_words_said_before_do_not_have_is_a_position_of_its_own():
    one = Talk("Norway demands a lasting ceasefire in the valley.", "one", day=date(2031, 3, 1))
    one.say("NOR", "request", "a lasting ceasefire in the valley", cue="demands")
    two = Talk(
        "Norway demands a lasting ceasefire in the valley and no sanctions.", "two", day=date(2031, 3, 2)
    )
    two.say("NOR", "request", "a lasting ceasefire in the valley and no sanctions", cue="demands")
    assert {p.issue for p in play(one, two).positions} == {"military.ceasefire", "economy.sanctions"}


def test_a_demand_told_again_in_nearly_the_same_words_is_one_position_whatever_it_was_filed_under():
    one = Talk("Norway demands that the envoys open the northern valley road.", "one", day=date(2031, 3, 1))
    one.say("NOR", "request", "the envoys open the northern valley road", cue="demands")
    two = Talk(
        "Before any ceasefire Norway demands an opening of the road in the northern valley.",
        "two",
        day=date(2031, 3, 2),
    )
    two.say("NOR", "request", "an opening of the road in the northern valley", cue="demands")
    (position,) = play(one, two).positions
    assert len(position.statements) == 2


def test_two_demands_listed_in_one_breath_are_two_positions():
    talk = Talk("Norway demands the release of all hostages and the holding of fair elections.")
    talk.say("NOR", "request", "the release of all hostages", cue="demands")
    talk.say("NOR", "request", "the holding of fair elections", cue="demands")
    assert len(play(talk).positions) == 2
