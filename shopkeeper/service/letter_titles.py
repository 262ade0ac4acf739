"""What each kind of letter is called, and what its list says, in the words of the shop."""

from shopkeeper.say import text
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Title:
    """`name` stands in the list of kinds; `due` over those it is for; `nobody` and `teaches` where there is nobody."""

    name: str
    due: str
    nobody: str
    teaches: str


def title(kind: str) -> Title:
    """The words for a kind."""
    return _titles()[kind]


def _titles() -> dict[str, Title]:
    chosen = text("Choose a tier above, or add members one by one.")
    return {
        "thank-you": Title(
            text("Thank you"),
            text("Members who have earned a thank-you and not had one: {n}."),
            text("Nobody waits for a thank-you"),
            text(
                "Whoever reaches a tier, comes for the tenth time or buys far more than usual is listed here."
            ),
        ),
        "welcome": Title(
            text("Welcome"),
            text("New members who have not had a welcome: {n}."),
            text("Everybody has been welcomed"),
            text("Whoever joins is listed here for sixty days."),
        ),
        "new-tier": Title(
            text("A new tier"),
            text("Members who have reached a tier and not had a letter about it: {n}."),
            text("Nobody has a new tier"),
            text("Whoever reaches a tier is listed here, until this letter or a thank-you says so."),
        ),
        "birthday": Title(
            text("Birthday"),
            text("Members with a birthday within two weeks: {n}."),
            text("No birthday within two weeks"),
            text("Whoever has a birthday soon is listed here, if the day is known."),
        ),
        "anniversary": Title(
            text("Anniversary"),
            text("Members who joined on a day within the next two weeks, years ago: {n}."),
            text("No anniversary within two weeks"),
            text("Whoever joined a whole number of years ago is listed here two weeks before the day."),
        ),
        "vip-invitation": Title(
            text("VIP invitation"), text("Chosen: {n}."), text("Nobody is chosen yet"), chosen
        ),
        "sale-preview": Title(
            text("Sale preview"), text("Chosen: {n}."), text("Nobody is chosen yet"), chosen
        ),
        "thanks-for-coming": Title(
            text("Thanks for coming"),
            text("Guests who came and were not thanked for it: {n}."),
            text("Nobody waits for this"),
            text("Whoever came to an event is listed here for six weeks."),
        ),
        "could-not-come": Title(
            text("Sorry you could not"),
            text("Guests who were invited and did not come: {n}."),
            text("Nobody waits for this"),
            text("Whoever was invited to an event and did not come is listed here for six weeks."),
        ),
        "miss-you": Title(
            text("We miss you"),
            text("Members who stayed away far longer than they used to: {n}."),
            text("Nobody is missed"),
            text("Whoever stays away for three times as long as usual, and six weeks at least, is listed here."),
        ),
        "sorry": Title(
            text("We are sorry"),
            text("Members who complained and had no apology on paper: {n}."),
            text("Nobody waits for an apology"),
            text("Whoever complains is listed here for sixty days. Others can be added one by one."),
        ),
        "thanks-for-telling": Title(
            text("Thanks for telling us"),
            text("Members whose complaint or request was settled, and who were not thanked for it: {n}."),
            text("Nobody waits for this"),
            text("Whose complaint or request is settled is listed here for sixty days."),
        ),
        "thanks-for-friend": Title(
            text("Thanks for a friend"),
            text("Members who sent somebody and were not thanked for it: {n}."),
            text("Nobody waits for this"),
            text("Whoever sent somebody to the shop is listed here, once it is noted with the newcomer."),
        ),
        "points-expiring": Title(
            text("Points about to end"),
            text("Members with points that end within six weeks: {n}."),
            text("No points end within six weeks"),
            text("Whoever has points worth a letter that end soon is listed here, once."),
        ),
        "tier-ending": Title(
            text("Tier about to end"),
            text("Members who lose their tier within six weeks, as things stand: {n}."),
            text("Nobody’s tier ends within six weeks"),
            text("Whose tier will not be renewed as things stand is listed here six weeks before."),
        ),
        "year": Title(
            text("A year with us"),
            text("Members who were here three times or more in the year: {n}."),
            text("The year is not over yet"),
            text("In December and January whoever came in the year is listed here, for a look back."),
        ),
        "newsletter": Title(
            text("Newsletter"),
            text("Members who said yes to letters and had none this month: {n}."),
            text("Nobody waits for the newsletter"),
            text("Whoever said yes to letters is listed here once a month. The counter asks them."),
        ),
    }  # fmt: skip
