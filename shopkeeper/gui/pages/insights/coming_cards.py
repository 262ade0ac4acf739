"""Who comes: what the best bring, month by month, who stays away after which visit, who comes again, and the rhythm of the shop."""

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from shopkeeper.gui.pages.insights import words
from shopkeeper.gui.pages.insights.parts import Bars, Explained
from shopkeeper.gui.widgets.chart import ColumnChart, CurveChart, Value
from shopkeeper.gui.widgets.heatmap import HeatMap
from shopkeeper.gui.widgets.sentence import Sentence
from shopkeeper.say import Speech
from shopkeeper.service import insights
from shopkeeper.service.insights import Insights
from shopkeeper.service.shop_rhythm import ShopRhythm, busiest_and_quietest

_A_MONDAY = date(2024, 1, 1)


class BestCard(Explained):
    """What the best fifth bring, and the whole curve."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.curve = CurveChart(self.tr("What the best members bring"), self)
        self.add(self.curve, 1)

    def show_found(self, found: Insights, speech: Speech) -> None:
        """Replaces what is shown."""
        spread = found.concentration
        share = words.share(speech, spread.best_fifth)
        self.set_title(self.tr("The best fifth of your members bring {share} of sales").format(share=share))
        values = [
            Value(
                self.tr("Best {share} of members").format(share=words.share(speech, members)),
                self.tr("{share} of sales").format(share=words.share(speech, sales)), sales,
            )
            for members, sales in spread.curve
        ]  # fmt: skip
        levels = [(level / 4, words.share(speech, level / 4) if level % 2 == 0 else "") for level in range(5)]
        self.curve.show_curve(
            values, [members for members, _ in spread.curve], (self.tr("Members"), self.tr("Share of sales")), mark=0.2,
            mark_words=self.tr("{share} of members").format(share=words.share(speech, 0.2)),
            ends=(self.tr("best member"), self.tr("all {n}").format(n=speech.count(spread.members))), levels=levels,
        )  # fmt: skip
        self.explain(self.tr(
            "Members who bought since {day}, the best first by what they spent (returns taken off), against their share of"
            " it. It is rarely 80 to 20."
        ).format(day=speech.day(found.since, found.on)))  # fmt: skip


class MonthsCard(Explained):
    """How many members came in each month, new and returning."""

    def __init__(self, parent: QWidget) -> None:
        name = self.tr("Members who came, month by month")
        super().__init__(name, parent)
        self.columns = ColumnChart(name, self)
        self.add(self.columns, 1)

    def show_found(self, found: Insights, speech: Speech) -> None:
        """Replaces what is shown."""
        most = max((month.figures.members for month in found.months), default=0) or 1
        values = [
            Value(
                speech.month(month.first),
                self.tr("{returning} returning, {new} new · {sum}").format(
                    returning=speech.count(month.figures.returning_members), new=speech.count(month.figures.new_members),
                    sum=speech.money(month.figures.minor),
                ),
                month.figures.returning_members / most, month.figures.new_members / most,
            )
            for month in found.months
        ]  # fmt: skip
        self.columns.show_columns(
            values,
            (self.tr("Month"), self.tr("Members")),
            [(0, "0"), (0.5, speech.count(round(most / 2))), (1, speech.count(most))],
        )
        self.explain(self.tr(
            "How many members bought in each month: dark those who had bought before, light those for the first time."
            " The month under way is not over."
        ))  # fmt: skip


class AwayCard(Explained):
    """After which visit members stay away."""

    def __init__(self, parent: QWidget) -> None:
        name = self.tr("After which visit members stay away")
        super().__init__(name, parent)
        self.bars = Bars(name, self)
        self.add(self.bars)

    def show_found(self, found: Insights, speech: Speech) -> None:
        """Replaces what is shown."""
        self.bars.show_bars(
            [
                (
                    self.tr("after visit {n}").format(n=one.visit), round(1000 * one.away / one.of),
                    self.tr("{share} of {n}").format(share=speech.percent(one.away, one.of), n=speech.count(one.of)), "attention", "",
                )
                for one in found.stays_away
            ],
            (self.tr("Visit"), self.tr("Stayed away")),
        )  # fmt: skip
        self.explain(self.tr(
            "Of those who made that visit at least {days} days ago, how many have not come again. Most are lost after the"
            " first: that is where a word helps most."
        ).format(days=insights.ENOUGH_DAYS))  # fmt: skip


class CohortsCard(Explained):
    """Who comes again, by the month they began."""

    def __init__(self, parent: QWidget) -> None:
        name = self.tr("Who comes again, by the month they began")
        super().__init__(name, parent)
        self.heat = HeatMap(name, self)
        self.add(self.heat)

    def show_found(self, found: Insights, speech: Speech) -> None:
        """Replaces what is shown."""
        most = min(12, max((len(came) for came in found.cohort_came), default=0))
        rows = [
            (
                self.tr("{month} · {n}").format(month=speech.month(first, year=True), n=speech.count(size)),
                [(later / size, words.share(speech, later / size)) for later in came[1:most]],
            )
            for first, size, came in zip(found.cohort_months, found.cohort_sizes, found.cohort_came, strict=True)
            if size
        ]  # fmt: skip
        heads = [self.tr("Began in"), *(self.tr("+{n}").format(n=number) for number in range(1, most))]
        self.heat.show_rows(heads, rows)
        self.explain(self.tr(
            "Of the members whose first purchase was in a month, the share who bought again one, two, three… months later."
        ))  # fmt: skip


class RhythmCard(Explained):
    """Who comes when: weekdays by hours where the times are known, else by months."""

    def __init__(self, parent: QWidget) -> None:
        name = self.tr("Who comes when: the rhythm of the shop")
        super().__init__(name, parent)
        self.heat = HeatMap(name, self)
        self.best_time = Sentence("", "body", "2", self)
        self.add(self.heat)
        self.add(self.best_time)

    def show_found(self, found: Insights, speech: Speech) -> None:
        """Replaces what is shown."""
        of = found.rhythm
        self.setVisible(of is not None)
        if of is None:
            return
        most = max(of.each(weekday, place) for weekday in range(7) for place in range(len(of.places)))
        rows = [
            (self._weekday(weekday, speech), [self._cell(of, weekday, place, most, speech) for place in range(len(of.places))])
            for weekday in range(7)
            if any(of.sales[weekday])
        ]  # fmt: skip
        heads = [self._place(of, place, speech) for place in range(len(of.places))]
        self.heat.show_rows([self.tr("Weekday"), *heads], rows)
        (busy_day, busy), (quiet_day, quiet) = busiest_and_quietest(of)
        self.best_time.setText(
            self.tr(
                "Busiest: {busy_day}, {busy}. Quietest: {quiet_day}, {quiet}. Put your people where it is busy, and what needs time"
                " – a tasting, a talk, a letter – where it is quiet."
            ).format(
                busy_day=self._weekday(busy_day, speech), busy=self._place(of, busy, speech),
                quiet_day=self._weekday(quiet_day, speech), quiet=self._place(of, quiet, speech),
            )
        )  # fmt: skip
        how = (
            self.tr("How many sales there are in an hour of such a day, on the average since {day}.")
            if of.by == "hour"
            else self.tr(
                "Few sales have their time written down: how many there are on such a day in each month, on the average since {day}."
            )
        )
        self.explain(how.format(day=speech.day(found.since, found.on)))

    def _cell(
        self, of: ShopRhythm, weekday: int, place: int, most: float, speech: Speech
    ) -> tuple[float, str, str] | None:
        sales = of.sales[weekday][place]
        if not sales:
            return None
        each = of.each(weekday, place)
        figure = speech.tenths(round(each * 10)) if each < 10 else speech.count(round(each))
        said = self.tr("{n} sales, {share} of them of members").format(
            n=figure, share=speech.percent(of.of_members[weekday][place], sales)
        )
        return each / most, figure, said

    def _weekday(self, weekday: int, speech: Speech) -> str:
        return speech.weekday(_A_MONDAY + timedelta(days=weekday))

    def _place(self, of: ShopRhythm, place: int, speech: Speech) -> str:
        value = of.places[place]
        return f"{value:02d}:00" if of.by == "hour" else speech.month(date(2024, value, 1))
