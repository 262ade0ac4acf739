"""What a member agreed to is proved, all that is held is told, and who is forgotten is nowhere, while the sums stay."""

import json
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records import schema
from shopkeeper.records.book import Book
from shopkeeper.rules.daybook import Slip
from shopkeeper.service import (
    acts,
    backups,
    checking,
    circle,
    consents,
    daybook,
    details,
    door,
    duplicates,
    events,
    exporting,
    finding,
    forgetting,
    held,
    holding,
    households,
    importing,
    importing_everything,
    keeping_times,
    learning,
    leaving,
    letters,
    matters,
    members,
    merging,
    morning,
    pictures,
    praises,
    promises,
    purchases,
    questionnaires,
    questions,
    referrals,
    requests,
    returns,
    secret_gifts,
    trials,
    vouchers,
    wanted,
    winback,
)
from shopkeeper.service.details import Details, Remark
from tests.books import NOW, TODAY, buy, enrol, new_book, trial_of
from tests.golden.make_0008 import JPEG

# Nobody else is called so, and nothing of it is in a program.
NAME, SECRET = "Zebulon Quagmire", "Wymondley"
PHONE, EMAIL, CARD = "020 7946 0737", "zebulon@quagmire.example", "ZQ-55-1737"
TRACES = ("zebulon", "quagmire", "wymondley", "79460737", "7946 0737", "zq551737", "zq-55-1737")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def known_in_every_way(book: Book) -> int:
    """A member of whom every table says something."""
    other, third = enrol(book, "Somebody Else"), enrol(book, "Third Person")
    with book.writing(NOW) as w:
        member = members.enrol(
            w,
            Details(
                NAME, phones=(PHONE,), emails=(EMAIL,), card=CARD, note=f"Knows {SECRET}", say="Zebb Wymondley",
                addresses=(details.Address(f"1 {SECRET} Lane", town=SECRET),), remarks=(Remark("fact", f"Dog {SECRET}"),),
            ),
            even_if_known=True,
        ).member_id  # fmt: skip
    bought = buy(
        book, member, 2450, what=f"Cake for {SECRET}", lines=(purchases.Line(2450, True, f"Cake {SECRET}"),)
    )
    buy(book, member, 999)
    moved = buy(book, other, 500)
    with book.writing(NOW) as w:
        purchases.move(w, moved.purchase, member)
    with book.writing(NOW) as w:
        returns.give_back(w, bought.purchase, amount_minor=100)
    twin = enrol(book, NAME + " junior", phones=(PHONE,), note=f"Twin of {SECRET}")
    buy(book, twin, 700)
    with book.writing(NOW) as w:
        merging.merge(w, member, twin)
    for act in (
        lambda w: members.edit(
            w,
            member,
            Details(
                NAME,
                phones=(PHONE,),
                addresses=(details.Address(f"2 {SECRET} Lane"),),
                note=f"Still {SECRET}",
            ),
        ),
        lambda w: promises.make(w, member, f"A loaf for {SECRET}", TODAY + timedelta(days=2)),
        lambda w: matters.hear(w, "complaint", f"Mouldy, says {SECRET}", member_id=member),
        lambda w: wanted.note(w, member, f"{SECRET} oranges"),
        lambda w: circle.relate(w, member, f"Sister {SECRET}"),
        lambda w: circle.relate(w, other, f"Friend {NAME}", other=member),
        lambda w: circle.remember_day(w, member, f"{SECRET} day", 4, 5),
        lambda w: morning.called(w, member, "talk", words=f"Spoke of {SECRET}"),
        lambda w: winback.tried(w, member, "phone", f"Asked after {SECRET}"),
        lambda w: leaving.note(w, member, "other", f"Because of {SECRET}"),
        lambda w: households.join(w, member, other),
        lambda w: secret_gifts.keep(w, member, secret=True),
        lambda w: circle.relate(w, member, f"Cousin {SECRET}", "referred by"),
        lambda w: referrals.thank(w, w.value("select max(id) from relations")),
        lambda w: duplicates.say_apart(w, member, third),
        lambda w: consents.answer(
            w, member, "letter", given=True, how="in person", wording=f"May we write, {NAME}?"
        ),
        lambda w: pictures.put(w, member, JPEG, how="in person"),
        lambda w: praises.note(w, member, f"Ngozi: found the {SECRET}"),
        lambda w: learning.note(w, 1, member, "name", knew=True),
        lambda w: daybook.save_rows(w, TODAY, 1, [(0, Slip("k", "", NAME, member, "3", SECRET))]),
    ):
        with book.writing(NOW) as w:
            act(w)
    with book.writing(NOW) as w:
        tasting = events.plan(w, events.Plan("tasting", "Tasting", TODAY, "19:00", "21:00")).event.id
        door.check_in(w, tasting, member)
    with book.writing(NOW) as w:
        trials.give(w, trial_of(w, [member, other]), member)
        five = vouchers.Plan("Five pounds", "money", TODAY, TODAY + timedelta(days=9), value=500)
        vouchers.make(w, vouchers.offer(w, five).offer.id, [member])
    matter = book.reading().value("select max(id) from matters")
    with book.writing(NOW) as w:
        matters.answer(w, matter, f"Sorry, {SECRET}")
    with book.writing(NOW) as w:
        question = questions.add(w, "Tea or coffee?", ("Tea", "Coffee")).question.id
    with book.writing(NOW) as w:
        questions.answer(w, question, member, f"Tea from {SECRET}")
    with book.writing(NOW) as w:
        questions.draw(w, question, "A cake", "seed")
    with book.writing(NOW) as w:
        kind = questions.add(w, "Salt or sugar?", ("Salt", "Sugar")).question.id
        day = questions.add(w, "Which day suits?", ("Monday", "Friday")).question.id
    with book.writing(NOW) as w:
        sheet = questionnaires.make(w, "Spring", [kind]).questionnaire.id
    with book.writing(NOW) as w:
        questionnaires.type_in(w, sheet, w.value("select number from members where id = ?", (member,)), (1,))
    with book.writing(NOW) as w:
        questions.put_aside(w, day, member)
    letter = letters.compose(book.reading(), member, None, f"Dear old {SECRET}", TODAY)
    with book.writing(NOW) as w:
        letters.written(w, [letter])
    with book.writing(NOW) as w:
        requests.ask(w, member, "see", f"All about {SECRET}")
    with book.writing(NOW) as w:
        requests.answer(w, requests.of(w, member)[0].id, f"Shown to {SECRET}")
    with book.writing(NOW) as w:
        requests.ask(w, member, "forget", f"Signed {SECRET}")
    with book.writing(NOW) as w:
        holding.hold(w, member, f"{SECRET} disputes it")
    with book.writing(NOW) as w:
        finding.settle(w, at_most=1000)
    return member


def forget(book: Book, member: int) -> forgetting.Forgotten:
    with book.writing(NOW) as w:
        done = forgetting.forget(w, member)
    assert book.empty_log()
    return done


def sums(book: Book) -> list[tuple[object, ...]]:
    reading = book.reading()
    try:
        return [
            *reading.rows(
                "select kind, count(*), sum(amount_minor), sum(points), sum(earned) from facts group by kind"
            ),
            *reading.rows(
                "select sum(points), sum(spent_minor), sum(visits), sum(purchases), sum(debt) from standings"
            ),
            *reading.rows("select count(*), sum(amount_minor) from lines"),
            *reading.rows("select count(*), sum(touch = 'counter') from matters"),
            *reading.rows("select count(*) from letters"),
        ]
    finally:
        reading.close()


def traces(*places: Path) -> list[tuple[str, str]]:
    """Which files under these places still have something of the member, in UTF-8 or UTF-16."""
    found = []
    for place in places:
        for file in [place] if place.is_file() else [one for one in place.rglob("*") if one.is_file()]:
            content = file.read_bytes().lower()
            for trace in TRACES:
                if (
                    any(trace.encode(code) in content for code in ("utf-8", "utf-16-le"))
                    or trace in file.name.lower()
                ):
                    found.append((file.name, trace))
    return found


# --- forgetting ---------------------------------------------------------------------------------


def test_every_table_with_a_members_id_has_its_place_in_forgetting(book: Book) -> None:
    tables = {table for table, _ in book.reading().rows(schema.REFERRING, ("members",))}
    assert tables == set(forgetting.REMOVED) | set(forgetting.BLANKED) | set(forgetting.KEPT)


def test_the_member_is_known_in_every_way_before_it_is_tried(book: Book) -> None:
    member = known_in_every_way(book)
    found = held.of(book.reading(), member, TODAY)
    tables = {table for table, _ in book.reading().rows(schema.REFERRING, ("members",))}
    never = {
        "apart",
        "refusals",
        "rhythms",
        "cards_shown",
        "set_aside",
        "occasions",
    }  # nothing of it in words, or by itself
    assert tables - never <= set(found.tables)
    assert traces(book.path.parent)


def test_nothing_of_who_is_forgotten_is_left_in_any_byte(book: Book, tmp_path: Path) -> None:
    member = known_in_every_way(book)
    before = sums(book)
    forget(book, member)
    assert sums(book) == before
    checked = checking.check(book, NOW, replay=True)
    assert checked.problems == ()
    assert traces(book.path.parent) == []  # the book, and its log, open as it is
    book.close()
    assert traces(book.path.parent) == []
    out = tmp_path / "out"
    out.mkdir()
    for kind in ("members", "purchases", "standing"):
        exporting.export_file(book.reading(), kind, out / f"{kind}.csv", TODAY)
    exporting.export_file(book.reading(), "everything", out / "all.json", TODAY)
    assert traces(out) == []
    assert not list(Path(tempfile.gettempdir()).glob("restoring-*"))
    assert finding.find(book.reading(), "quagmire").hits == ()


def test_who_is_forgotten_cannot_be_found_undone_or_written_to(book: Book) -> None:
    member = known_in_every_way(book)
    forget(book, member)
    with pytest.raises(Declined, match="no such member"):
        members.show(book.reading(), member, TODAY)
    with pytest.raises(Declined, match="no such member"):
        members.find_member(book.reading(), CARD)
    edits = book.reading().rows("select id from acts where member_id = ? and undone_by is null", (member,))
    before = sums(book)
    for (act,) in edits:
        with pytest.raises(Declined), book.writing(NOW) as w:
            acts.undo(w, act)
    assert sums(book) == before


def test_other_peoples_memories_are_told_and_stay(book: Book) -> None:
    other = enrol(book, "Somebody Else", note=f"Introduced by {NAME}")
    member = enrol(book, NAME)
    assert forget(book, member).mentioned == ("1001",)
    assert book.reading().value("select note from members where id = ?", (other,)) == f"Introduced by {NAME}"


def test_the_backups_forget_as_they_age(book: Book) -> None:
    member = known_in_every_way(book)
    with book.writing(NOW) as w:
        keeping_times.set_times(w, keeping_times.Times(backups=3))
    backups.make(book, NOW, "by hand")
    folder = backups.folder_of(book.path)
    assert traces(folder)
    forget(book, member)
    gone_by = backups.after_forgetting(book, NOW)
    assert traces(folder)  # which is what the day is told for
    now = NOW
    while now.date() < gone_by:
        now += timedelta(days=10)
        buy(book, None, 100, now=now)
        backups.make(book, now, "daily")
    assert traces(folder) == []


def test_a_restored_backup_forgets_again_and_keeps_every_no(book: Book) -> None:
    member = known_in_every_way(book)
    quiet = enrol(book, "Quiet Person", letters=True)
    old = backups.make(book, NOW, "by hand").path
    forget(book, member)
    with book.writing(NOW) as w:
        consents.answer(w, quiet, "letter", given=False, how="by phone")
        consents.answer(w, quiet, "phone", given=False, how="by phone")
        holding.hold(w, quiet, "The bill of May")
    done = backups.restore(old, book, NOW)
    assert done.forgotten == 1
    said = {one.channel: one.given for one in consents.of(book.reading(), quiet)}
    assert (said["letter"], said["phone"]) == (False, False)
    still = holding.of(book.reading(), quiet)
    assert still is not None and (still.text, still.from_day) == ("The bill of May", TODAY)
    book.close()
    assert traces(book.path) == []
    assert checking.check(book, NOW, replay=True).ok


def test_what_members_asked_said_and_were_promised_about_their_data_survives_a_restore(book: Book) -> None:
    quiet = enrol(book, "Quiet Person", letters=True)
    with book.writing(NOW) as w:
        early = requests.ask(w, quiet, "see", "All of it").request.id
    old = backups.make(book, NOW, "by hand").path
    with book.writing(NOW) as w:
        requests.answer(w, early, "Given on paper")
        requests.ask(w, quiet, "object", "No comparing")
        requests.ask(w, quiet, "correct", "The street")
        leaving.note(w, quiet, "asked", "No more, please")
    late = enrol(book, "Late Comer")  # who is not in the backup, and so is not in what is restored
    with book.writing(NOW) as w:
        requests.ask(w, late, "see")
    for _ in range(2):  # once more brings nothing twice
        backups.restore(old, book, NOW)
        reading = book.reading()
        asked = [(one.kind, one.text, one.done_on, one.outcome) for one in requests.of(reading, quiet)]
        assert sorted(asked, key=str) == sorted(
            [
                ("see", "All of it", TODAY, "Given on paper"), ("object", "No comparing", None, ""),
                ("correct", "The street", None, ""),
            ],
            key=str,
        )  # fmt: skip
        assert requests.count_waiting(reading) == 2
        left = leaving.of(reading, quiet)
        assert left is not None and left.never and (left.reason, left.text) == ("asked", "No more, please")
        assert reading.value("select count(*) from leavings") == 1
        reading.close()
    assert checking.check(book, NOW, replay=True).ok


def test_a_no_an_objection_a_hold_a_request_and_a_tombstone_survive_the_whole_book_as_a_file(
    book: Book, tmp_path: Path
) -> None:
    gone, quiet = (
        enrol(book, "Gone Person", phones=("020 7946 0455",)),
        enrol(book, "Quiet Person", letters=True),
    )
    forget(book, gone)
    with book.writing(NOW) as w:
        consents.answer(w, quiet, "phone", given=False, how="by phone")
        leaving.note(w, quiet, "asked")
        holding.hold(w, quiet, "The bill of May")
        requests.ask(w, quiet, "object", "No comparing")
    file = tmp_path / "everything.json"
    exporting.export_file(book.reading(), "everything", file, TODAY)
    (tmp_path / "there").mkdir()
    there = new_book(tmp_path / "there")
    with there.writing(NOW) as w:
        importing_everything.bring_back(w, file)
        assert {one.channel: one.given for one in consents.of(w, quiet)}["phone"] is False
        assert leaving.in_peace(w, [quiet]) and holding.of(w, quiet) is not None
        assert [one.text for one in requests.of(w, quiet)] == ["No comparing"]
        assert forgetting.how_many(w)[0] == 1
        with pytest.raises(Declined) as refused:
            forgetting.refuse(forgetting.Marks(w), [("phone", "+442079460455")])
        assert refused.value.code == "was_forgotten"


def test_somebody_who_gets_the_same_id_after_a_restore_is_not_forgotten(book: Book) -> None:
    old = backups.make(book, NOW, "by hand").path
    member = enrol(book, NAME)
    forget(book, member)
    backups.restore(old, book, NOW)
    other = enrol(book, "Another Person", now=NOW + timedelta(seconds=5))
    assert other == member
    newer = backups.make(book, NOW, "by hand").path
    assert backups.restore(newer, book, NOW).forgotten == 0
    assert book.reading().value("select name from members where id = ?", (other,)) == "Another Person"


def test_a_list_does_not_bring_back_who_was_forgotten(book: Book, tmp_path: Path) -> None:
    member = enrol(book, NAME, phones=(PHONE,), card=CARD)
    number = book.reading().value("select number from members where id = ?", (member,))
    forget(book, member)
    people, till = tmp_path / "people.csv", tmp_path / "till.csv"
    people.write_text(f"number,name,phone\n{number},{NAME},\n,{NAME},{PHONE}\n,Somebody New,020 7946 0001\n")
    till.write_text(f"member,on,amount,receipt\n{number},2026-11-20,5.00,r1\n{CARD},2026-11-20,6.00,r2\n")
    with book.writing(NOW) as w:
        done = importing.import_file(w, "members", people)
    assert (done.added, [one.line for one in done.refused]) == (1, [2, 3])
    with book.writing(NOW) as w:
        importing.import_file(w, "purchases", till)
    reading = book.reading()
    assert reading.rows("select member_id, sum(amount_minor) from facts where kind = 'purchase'") == [
        (None, 1100)
    ]
    assert reading.rows("select name from members where gone = 0") == [("Somebody New",)]
    assert reading.value("select count(*) from members where number = ?", (number,)) == 0
    assert enrol(book, NAME, phones=(PHONE,))  # by hand, for they have come back


# --- what is held -------------------------------------------------------------------------------


def test_what_is_held_tells_every_table_and_only_this_member(book: Book) -> None:
    member = known_in_every_way(book)
    enrol(book, "Nobody Concerned", note="Of no concern")
    found = held.of(book.reading(), member, TODAY)
    data = json.dumps(found.as_data(), ensure_ascii=False)
    for trace in (NAME, SECRET, PHONE, EMAIL, "Tea from"):
        assert trace in data
    assert "Of no concern" not in data
    assert found.records == 2


# --- consent ------------------------------------------------------------------------------------


def test_a_yes_needs_the_words_it_was_given_to_and_a_no_does_not(book: Book) -> None:
    member = enrol(book, NAME)
    assert [one.given for one in consents.of(book.reading(), member)] == [None] * 4
    with pytest.raises(Declined, match="words"), book.writing(NOW) as w:
        consents.answer(w, member, "e-mail", given=True, how="in person")
    with book.writing(NOW) as w:
        done = consents.answer(w, member, "e-mail", given=True, how="on a form", wording="News by e-mail?")
    assert done.consent == consents.Consent("e-mail", True, TODAY, "on a form", "News by e-mail?", "")
    with book.writing(NOW) as w:
        consents.answer(w, member, "e-mail", given=False, how="by phone")
    assert consents.of(book.reading(), member)[1].given is False
    with book.writing(NOW) as w:
        acts.undo(w)
    assert consents.of(book.reading(), member)[1].given is True


def test_a_no_to_letters_holds_at_once_and_no_list_turns_it(book: Book, tmp_path: Path) -> None:
    member = enrol(book, NAME, letters=True)
    with book.writing(NOW) as w:
        consents.answer(w, member, "letter", given=False, how="in person", said_on=TODAY - timedelta(days=1))
    file = tmp_path / "people.csv"
    file.write_text(f"number,name,letters\n1001,{NAME},yes\n")
    with book.writing(NOW) as w:
        importing.import_file(w, "members", file)
    assert book.reading().value("select letters from members where id = ?", (member,)) == 0
    assert consents.of(book.reading(), member)[0] == consents.Consent(
        "letter", False, TODAY - timedelta(days=1), "in person"
    )


# --- how long things are kept -------------------------------------------------------------------


def test_nothing_is_taken_until_the_owner_sets_a_time(book: Book) -> None:
    member = known_in_every_way(book)
    assert not keeping_times.is_due(book.reading(), date(2046, 1, 1))
    with pytest.raises(Declined, match="3 to 240"), book.writing(NOW) as w:
        keeping_times.set_times(w, keeping_times.Times(letters=1))
    assert members.show(book.reading(), member, TODAY).name == NAME


def test_what_is_older_than_its_time_goes_and_the_rest_stays(book: Book) -> None:
    member = known_in_every_way(book)
    with book.writing(NOW) as w:
        holding.lift(w, member)  # what is on hold is kept
    away, here = enrol(book, "Long Away"), enrol(book, "Still Here")
    later = NOW + timedelta(days=800)
    buy(book, here, 1000, now=later)
    with book.writing(later) as w:
        keeping_times.set_times(w, keeping_times.Times(members=24, letters=12, talks=12, matters=12))
    today = later.date()
    due = keeping_times.due(book.reading(), today)
    assert (due.letters, due.talks, due.matters) == (1, 2, 0)  # a talk and a try; the complaint is open yet
    before = sums(book)
    with book.writing(later) as w:
        done = keeping_times.do(w, today)
    reading = book.reading()
    names = {row[0] for row in reading.rows("select name from members where gone = 0")}
    assert "Long Away" not in names and {"Still Here", NAME} <= names  # a promise to them is open
    assert reading.value("select gone from members where id = ?", (away,)) == forgetting.FORGOTTEN
    assert done.members >= 1 and sums(book)[0] == before[0]
    assert reading.value("select count(*) from letters where own_line <> ''") == 0
    assert reading.value("select count(*) from talks") == 0
    assert not keeping_times.is_due(reading, today)
    assert members.show(reading, member, today).name == NAME
