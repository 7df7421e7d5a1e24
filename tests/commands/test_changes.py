"""Changing what is set up, by the rules of consent: one narrows, both widen, and that is slept on."""

from collections.abc import Callable
from pathlib import Path

import pytest
import tomli
from commands_samples import CARDS, Seated, page, seated

from couplekit.commands.context import Context
from couplekit.commands.forget import erase
from couplekit.commands.home import home_screen
from couplekit.commands.signals import change_signals, rehearse
from couplekit.commands.start import begin_or_change, change_setup
from couplekit.conversation.scripted import CTRL_C, Scripted
from couplekit.domain.agreement import with_name
from couplekit.domain.ratchet import with_taken_off
from couplekit.errors import ChangedMeanwhile, NoPage


def test_adding_a_word_takes_one_and_counts_at_once(
    couple: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new way to stop is on the card at once; nobody else is asked."""
    seated(couple, [("Which one", "stop"), ("What would", "word"), ("A word", "red")], change_signals)
    assert set(page(couple).signals["stop"].ways("words", couple.today()).values()) == {"stop", "red"}
    assert 'say "stop" or "red" or tap twice' in capsys.readouterr().out


def test_a_sign_a_reply_and_what_happens_after_can_be_chosen(couple: Context) -> None:
    """Go is never filled in, and can be; the reply and what happens after are theirs."""
    seated(couple, [("Which one", "go"), ("What would", "sign"), ("A sign", "a squeeze")], change_signals)
    seated(
        couple, [("Which one", "stop"), ("What would", "reply"), ("The answer", "I hear you")], change_signals
    )
    seated(couple, [("Which one", "pause"), ("What would", "afterwards"), ("After", "tea")], change_signals)
    signals = page(couple).signals
    assert list(signals["go"].signs.values()) == ["a squeeze"]
    assert (signals["stop"].reply, signals["pause"].afterwards) == ("I hear you", "tea")


def test_words_of_two_signals_may_not_be_alike(couple: Context) -> None:
    """A word too close to another signal's, or a number alone, is asked again with the reason."""
    person = seated(
        couple,
        [("Which one", "slow"), ("What would", "word"), ("A word", "waits"), ("A word", "no more"),
         ("A word", "12"), ("A word", "softly")],
        change_signals,
    )  # fmt: skip
    assert len(person.told) == 3
    assert list(page(couple).signals["slow"].words.values()) == ["softly"]


def test_taking_a_word_away_takes_both_and_is_slept_on(
    couple: Context, later: Callable[[int], Context], capsys: pytest.CaptureFixture[str]
) -> None:
    """After two typed yeses the old word still counts until the second day after, and then it is gone."""
    seated(couple, [("Which one", "stop"), ("What would", "word"), ("A word", "red")], change_signals)
    take = [("Which one", "stop"), ("What would", "take-away"), ("Which one", "stop")]
    agree = [("Sam, is it", "yes"), ("Alex, is it", "yes")]
    seated(couple, [*take, *agree], change_signals)
    assert "still counts" in capsys.readouterr().out
    for days, words in ((0, {"stop", "red"}), (1, {"stop", "red"}), (2, {"red"})):
        now = page(later(days))
        assert set(now.signals["stop"].ways("words", later(days).today()).values()) == words


@pytest.mark.parametrize("answers", [("yes", "no"), ("no", "yes"), ("", "yes"), ("yes", "y")])
def test_one_yes_takes_nothing_away(
    couple: Context, answers: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A no of either, however given, leaves everything as it was, and needs no reason."""
    seated(couple, [("Which one", "stop"), ("What would", "word"), ("A word", "red")], change_signals)
    before = page(couple)
    seated(
        couple,
        [("Which one", "stop"), ("What would", "take-away"), ("Which one", "stop"), ("Sam", answers[0]),
         ("Alex", answers[1])],
        change_signals,
    )  # fmt: skip
    assert page(couple) == before
    assert "Nothing was changed" in capsys.readouterr().out


def test_either_keeps_what_was_going_to_leave(couple: Context, later: Callable[[int], Context]) -> None:
    """Dropping a removal takes one person and no yes of anybody."""
    seated(couple, [("Which one", "stop"), ("What would", "word"), ("A word", "red")], change_signals)
    take = [("Which one", "stop"), ("What would", "take-away")]
    seated(couple, [*take, ("Which one", "red"), ("Sam", "yes"), ("Alex", "yes")], change_signals)
    seated(couple, [*take, ("Keep red after all", "1")], change_signals)
    assert set(page(later(5)).signals["stop"].words.values()) == {"stop", "red"}


def test_stop_and_pause_always_keep_a_word_and_a_sign(
    couple: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last word and the last sign for stop cannot be taken away."""
    seated(couple, [("Which one", "stop"), ("What would", "take-away")], change_signals)
    assert "add another first" in capsys.readouterr().out


def test_stopping_while_changing_changes_nothing(couple: Context) -> None:
    """A stop at any step of a change leaves the page as it was."""
    before = page(couple)
    seated(couple, [("Which one", CTRL_C)], change_signals)
    seated(couple, [("Which one", "stop"), ("What would", "word"), ("A word", "")], change_signals)
    seated(couple, [("Which one", "/skip"), ("What would", "/skip")], change_signals)
    assert page(couple) == before


def test_a_change_underneath_is_asked_about(couple: Context) -> None:
    """Where another window changed the same thing meanwhile, nothing is overwritten."""

    class Other(Scripted):
        def ask(self, prompt):  # type: ignore[no-untyped-def]
            answer = super().ask(prompt)
            if answer == "I hear you":
                seated(
                    couple,
                    [("Which", "stop"), ("What", "reply"), ("The answer", "Thank you")],
                    change_signals,
                )
            return answer

    there = Seated(couple, [])
    there.scripted = Other([("Which", "stop"), ("What", "reply"), ("The answer", "I hear you")])
    with pytest.raises(ChangedMeanwhile, match="Nothing was overwritten"):
        change_signals(there)
    assert page(couple).signals["stop"].reply == "Thank you"


def test_running_start_again_shows_and_never_wipes(
    couple: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """`start` on a page shows it and offers changes; leaving it as it is changes nothing."""
    before = (couple.home.path / "agreement.toml").read_bytes()
    seated(couple, [("what is set up", "as-it-is")], lambda c: begin_or_change(c, alone=False))
    seated(couple, [("what is set up", "/leave")], lambda c: begin_or_change(c, alone=True))
    assert (couple.home.path / "agreement.toml").read_bytes() == before
    assert "Sam and Alex" in capsys.readouterr().out


def setup(context: Seated) -> None:
    """`couplekit start` on a page."""
    change_setup(context, page(context))


def test_a_name_can_be_changed(couple: Context) -> None:
    """A name is a value: changing it moves nothing else, and the other's name is not taken."""
    seated(couple, [("what is set up", "name-a"), ("A name", "Alex"), ("A name", "Samira")], setup)
    seated(couple, [("what is set up", "name-b"), ("A name", "Al")], setup)
    seated(couple, [("what is set up", "name-b"), ("A name", "")], setup)
    assert (page(couple).partners.name("a"), page(couple).partners.name("b")) == ("Samira", "Al")


def test_slowing_the_pace_takes_one_and_anything_else_both(
    couple: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name as the pace needs a typed yes of both; back to the slower of us takes one."""
    for answers, expected in ((("yes", "no"), "the-slower-of-us"), (("yes", "yes"), "b")):
        seated(
            couple,
            [("what is set up", "pace"), ("The pace", "b"), ("Sam", answers[0]), ("Alex", answers[1])],
            setup,
        )
        assert page(couple).pace.set_by == expected
    seated(couple, [("what is set up", "pace"), ("The pace", "the-slower-of-us")], setup)
    assert page(couple).pace.set_by == "the-slower-of-us"
    seated(couple, [("what is set up", "pace"), ("The pace", CTRL_C)], setup)


def test_a_partner_can_join_after_the_same_three_cards(one: Context) -> None:
    """The second partner reads the cards and gives a name, or leaves it out: that is an answer too."""
    seated(one, [("what is set up", "joins"), *CARDS, ("Your name", "")], setup)
    assert not page(one).partners.both
    seated(one, [("what is set up", "joins"), *CARDS, ("Your name", "sam"), ("Your name", "Alex")], setup)
    assert page(one).partners.name("b") == "Alex"


def test_signals_can_be_changed_from_start(one: Context) -> None:
    """Someone alone changes their signals with one yes of their own, slept on like any other."""
    add = [("Which", "stop"), ("What", "word"), ("A word", "red")]
    seated(one, [("what is set up", "signals"), *add], setup)
    seated(one, [("Which", "stop"), ("What", "take-away"), ("Which one", "red"), ("is it all right", "yes")],
           change_signals)  # fmt: skip
    assert list(page(one).signals["stop"].leaving) != []


def test_start_asks_who_is_there(context: Context) -> None:
    """Without a page, `start` asks who is there tonight; not today starts nothing."""
    seated(context, [("Who is here", "not-today")], lambda c: begin_or_change(c, alone=False))
    seated(
        context, [("Who is here", "alone"), ("How this", "/stop")], lambda c: begin_or_change(c, alone=False)
    )
    seated(context, [("How this", "/leave")], lambda c: begin_or_change(c, alone=True))
    assert not context.home.path.exists()


def test_start_goes_on_with_what_is_unfinished(context: Context) -> None:
    """An unfinished evening alone is offered as one alone."""
    seated(context, [*CARDS, ("name", "Sam"), ("signals", CTRL_C)], lambda c: begin_or_change(c, alone=True))
    seated(
        context,
        [("did not finish", "go-on"), ("letter", "later"), ("enough", "no-date")],
        lambda c: begin_or_change(c, alone=False),
    )
    assert page(context).partners.name("a") == "Sam"


def test_rehearsing_uses_their_own_reply(couple: Context) -> None:
    """The rehearsal has both say stop and both answer with the agreed reply; nothing is kept."""
    before = couple.home.files()
    there = Seated(couple, [])

    class Enter(Scripted):
        def ask(self, prompt):  # type: ignore[no-untyped-def]
            self.shown.append(prompt)
            return ""

    there.scripted = Enter([])
    rehearse(there)
    said = "\n".join(prompt.say for prompt in there.scripted.shown)
    assert "Thank you for telling me." in said
    assert "Sam" in said
    assert "Alex" in said
    assert couple.home.files() == before


def test_rehearsing_takes_two(one: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """Alone there is nobody to answer: the card can be read aloud, and nothing is missing."""
    seated(one, [], rehearse)
    assert "couplekit signals" in capsys.readouterr().out


def test_forgetting_erases_ones_own_words_and_the_page(
    couple: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a typed yes no file holds those words or the page; the other one's words stay theirs."""
    from couplekit.domain.checkin import Record

    couple.home.save_record(
        Record(evening="2026-11-20-abcd", guide="check-in-short", version=1, starts="a", asked={"heard": "?"},
               kept={"a": {"heard": "CANARY"}, "b": {"heard": "theirs"}})
    )  # fmt: skip
    for script in ([("Forget", "nobody")], [("Forget", "a"), ("Forget", "no")], [("Forget", CTRL_C)]):
        seated(couple, script, erase)
        assert (couple.home.path / "agreement.toml").exists()
    seated(couple, [("Forget", "a"), ("keeps no copy of them", "yes")], erase)
    left = "".join(p.read_text(encoding="utf-8") for p in couple.home.path.rglob("*") if p.is_file())
    assert "CANARY" not in left
    assert "Sam" not in left
    assert "theirs" in left
    assert "backups" in capsys.readouterr().out


def test_forgetting_alone_or_with_a_damaged_page(one: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """With nobody to choose from there is one question; a page that cannot be read can still be erased."""
    (one.home.path / "agreement.toml").write_text("half a fi", encoding="utf-8")
    seated(one, [("Forget", "yes")], erase)
    assert not (one.home.path / "agreement.toml").exists()
    seated(one, [], lambda c: erase(Context(c.home.path / "empty", day=c.today())))
    assert "Nothing is kept yet" in capsys.readouterr().out


def test_home_leads_everywhere(couple: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """From home: the partner's page and help come back to home; the card and the page end it."""
    seated(
        couple,
        [("Good to see you both", "partner"), ("You did not cause this", ""), ("Good to see", "about"),
         ("same for everyone", "stop-and-no"), ("Pain means stop", ""), ("same for everyone", "go-on"),
         ("Good to see", "signals")],
        home_screen,
    )  # fmt: skip
    assert "STOP and NO always count" in capsys.readouterr().out
    seated(couple, [("Good to see", "page")], home_screen)
    assert "Our page" in capsys.readouterr().out
    seated(couple, [("Good to see", "setup"), ("what is set up", "1")], home_screen)
    seated(couple, [("Good to see", "check-in"), ("In one word", CTRL_C)], home_screen)
    for way_out in ("leave", "/leave", "/stop", CTRL_C, "", "/skip"):
        seated(couple, [("Good to see", way_out)], home_screen)
    seated(couple, [("Good to see", "wait"), ("no hurry", "stop")], home_screen)
    menu = [("Good to see", "/"), ("Take your time", "go-on"), ("Good to see", "/back")]
    seated(couple, [*menu, ("Good to see", "leave")], home_screen)


def test_a_new_home_offers_four_ways(context: Context) -> None:
    """New: both here, alone, look around, not today; an unfinished evening is offered instead."""
    seated(context, [("feel free to say no", "look-around"), ("Nothing starts yet", ""), ("Both here", "77"),
                     ("Both here", "not-today")], home_screen)  # fmt: skip
    seated(context, [("Both here", "alone"), *CARDS, ("name", "Sam"), ("signals", CTRL_C)], home_screen)
    seated(context, [("did not finish", "go-on"), ("did not finish", "go-on"), ("letter", "later"),
                     ("enough", "no-date")], home_screen)  # fmt: skip
    assert page(context).partners.name("a") == "Sam"
    seated(context, [("Good to see you.", "leave")], home_screen)


def test_home_says_the_next_day_until_it_has_passed(
    couple: Context, later: Callable[[int], Context], capsys: pytest.CaptureFixture[str]
) -> None:
    """The next day stands on home until it has passed; nothing is ever due or missed."""
    from couplekit.domain.agreement import with_meeting

    couple.home.update(with_meeting(later(7).today()))
    person = seated(couple, [("Saturday 28 November", "leave")], home_screen)
    assert len(person.shown) == 1
    person = seated(later(8), [("Good to see", "leave")], home_screen)
    assert "November" not in person.shown[0].say


def test_changes_need_a_page(context: Context) -> None:
    """Without a page there is nothing to change, and the message says how to begin."""
    with pytest.raises(NoPage):
        change_signals(Seated(context, []))


def test_a_file_changed_by_hand_is_said_and_what_narrows_counts(
    couple: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    """A word added by hand counts now, a word taken out still counts; both are said before anything else."""
    file = couple.home.path / "agreement.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('tap-twice = "tap twice"', 'mine = "three taps"'), encoding="utf-8")
    seated(couple, [("Good to see", "signals")], home_screen)
    shown = capsys.readouterr()
    assert "changed outside couplekit" in shown.err
    assert "tap twice" in shown.out
    assert "three taps" in shown.out
    seated(couple, [("what is set up", "name-a"), ("A name", "Kim")], setup)
    values = tomli.loads(file.read_text(encoding="utf-8"))
    assert set(values["signals"]["stop"]["signs"].values()) == {"tap twice", "three taps"}


def test_the_name_change_is_a_pure_change(couple: Context, home: Path) -> None:
    """A change is a pure function of the page; the home applies it to the page as it is now."""
    couple.home.update(with_name("a", "Kim"))
    assert page(couple).partners.name("a") == "Kim"
    assert home == couple.home.path


def test_each_can_forget_their_own_words_one_after_the_other(couple: Context) -> None:
    """Once the page is gone the evenings still know that there are two, and whose words are whose."""
    from couplekit.domain.checkin import Record

    couple.home.save_record(
        Record(evening="2026-11-20-abcd", guide="check-in-short", version=1, starts="a", asked={"heard": "?"},
               kept={"a": {"heard": "ONE"}, "b": {"heard": "TWO"}})
    )  # fmt: skip
    seated(couple, [("Forget", "a"), ("keeps no copy", "yes")], erase)
    seated(couple, [("marked b", "b"), ("keeps no copy", "yes")], erase)
    left = "".join(p.read_text(encoding="utf-8") for p in couple.home.path.rglob("*") if p.is_file())
    assert "ONE" not in left
    assert "TWO" not in left


def test_a_damaged_page_for_two_still_asks_whose_words(couple: Context) -> None:
    """The last good copy knows the names, so nobody's words go by mistake."""
    (couple.home.path / "agreement.toml").write_text("half a fi", encoding="utf-8")
    seated(couple, [("Alex's words", "nobody")], erase)
    assert (couple.home.path / "agreement.toml").exists()


def test_what_one_said_alone_is_not_shown_to_two(
    one: Context, capsys: pytest.CaptureFixture[str], later: Callable[[int], Context]
) -> None:
    """When a partner joins, an unfinished talk alone is let go, and the day of the one is not theirs."""
    from couplekit.commands.check_in import hold_check_in
    from couplekit.domain.agreement import with_meeting

    one.home.update(with_meeting(later(3).today()))
    hold_check_in(one, Scripted([("", "own-word"), ("", "CANARY"), ("", CTRL_C)]))
    seated(one, [("what is set up", "joins"), *CARDS, ("Your name", "Alex")], setup)
    assert one.home.drafts() == ([], [])
    assert page(one).meeting.next is None
    assert "was let go" in capsys.readouterr().out


def test_what_was_forgotten_does_not_come_back_from_an_open_window(couple: Context) -> None:
    """A conversation whose draft was erased in another window ends, and writes nothing of it again."""
    from couplekit.commands.check_in import hold_check_in
    from couplekit.errors import FileProblem

    class Meanwhile(Scripted):
        def ask(self, prompt):  # type: ignore[no-untyped-def]
            answer = super().ask(prompt)
            if answer == "said-aloud":
                couple.home.forget("a")
            return answer

    with pytest.raises(FileProblem, match="let go in another window"):
        hold_check_in(couple, Meanwhile([("", "own-word"), ("", "CANARY"), ("", "said-aloud")]))
    left = "".join(p.read_text(encoding="utf-8") for p in couple.home.path.rglob("*") if p.is_file())
    assert "CANARY" not in left


def test_no_screen_shows_a_place_that_nobody_filled(couple: Context) -> None:
    """Every place in braces is filled on every screen of the rehearsal and of what is set up."""

    class Enter(Scripted):
        def ask(self, prompt):  # type: ignore[no-untyped-def]
            self.shown.append(prompt)
            return "" if prompt.kind == "go" else "1"

    there = Seated(couple, [])
    there.scripted = Enter([])
    rehearse(there)
    setup(there)
    assert there.scripted.shown
    for prompt in there.scripted.shown:
        assert "{" not in prompt.say + prompt.help + "".join(option.label for option in prompt.options)


def test_a_word_in_braces_is_a_word(couple: Context) -> None:
    """What people call things is never filled in: a word in braces is offered and kept as it was typed."""
    add = [("Which", "stop"), ("What", "word"), ("A word", "{other} {foo}")]
    seated(couple, add, change_signals)
    take = [("Which", "stop"), ("What", "take-away"), ("{other} {foo}", "{other} {foo}")]
    seated(couple, [*take, ("Sam", "no"), ("Alex", "no")], change_signals)
    couple.home.update(with_name("a", "{other}"))
    seated(couple, [("The name {other}", "1")], setup)


@pytest.mark.parametrize(
    ("chosen", "next_screen"),
    [("lists", "change in the lists"), ("lock", "to change the lock"), ("close", "Close the page?")],
)
def test_what_has_a_command_of_its_own_is_found_where_things_are_changed(
    couple: Context, chosen: str, next_screen: str
) -> None:
    """The lists, a private part and closing the page are one choice from "Change something"."""
    couple.home.update(with_taken_off("holding-hands", "k3f9", "limit"))
    script = [("Would you like to change", chosen), (next_screen, CTRL_C)]
    seated(couple, script, lambda context: change_setup(context, page(context)))
