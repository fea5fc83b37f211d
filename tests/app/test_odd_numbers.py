"""Databases of any shape: every page stands, and every number of its tables is what a slow count of the rows gives.

The counting here is plain SQL of its own, a query a cell; it shares nothing with the product but the tables.
"""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data_access.imports.saving import months_between
from tests.app.odd_databases import (
    MISSING,
    MONTHS,
    NUISANCE,
    SOURCES,
    AreaCount,
    Event,
    Records,
    Score,
    home,
    make_database,
)
from tests.app.walking import walk

GAP, CLOSED, NOT_APPLICABLE = "not supplied", "not open", "n/a"
AREAS = ("Chellaston", "Osmaston and its neighbours, with a name that goes on for as long as eighty characters")
NAMES = (
    "Home 1",
    "Home *2*",
    "H" * 80,
    "The home whose name is in words and goes on, and on, until it is eighty long.",
)
INCIDENT_TYPES = (
    MISSING,
    NUISANCE,
    "Sudden Death",
    "A closing type that the police have written out in full, in eighty",
)
OFFENCE_TYPES = ("CRIMINAL DAMAGE", "RAPE", "ROBBERY")
PERIODS = {"2022-23": 12, "2022-23-Q1": 3, "2022-05..2022-05": 1}
EVENTS = ("involvement", "substantive_order", "offence", "court_appearance", "contact", "assessment", "breach")
YEAR_ROWS = {
    "Young people involved with YJS": "count(DISTINCT child_id)",
    "On substantive court orders": "count(DISTINCT CASE WHEN event = 'substantive_order' THEN child_id END)",
    "Offences committed in period": "sum(event = 'offence')",
    "Court appearances": "sum(event = 'court_appearance')",
    "Young people who appeared in court": "count(DISTINCT CASE WHEN event = 'court_appearance' THEN child_id END)",
    "Face to face contacts with services in the period": "sum(event = 'contact')",
    "Assessments completed": "sum(event = 'assessment')",
    "Breach": "sum(event = 'breach')",
}
DAYS = st.dates(date(2020, 6, 1), date(2023, 6, 30))
ANY_MONTH = st.sampled_from(MONTHS)


# --- what is drawn -------------------------------------------------------------------------------------------------


@st.composite
def homes(draw):
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    shared = draw(st.booleans())
    register = []
    for number, name in enumerate(names):
        opened, closed = draw(st.none() | DAYS), draw(st.none() | DAYS)
        register.append(
            home(
                name,
                line="Home 3/4" if shared and number < 2 else "",
                area=draw(st.sampled_from((*AREAS, ""))),
                opened=opened,
                closed=closed if closed is None or opened is None or closed >= opened else None,
            )
        )
    return tuple(register)


@st.composite
def records(draw, register, types, covered):
    """Records in covered months only: others are turned away when a file is loaded."""
    if not covered:
        return []
    outcomes = st.sampled_from(("0", "1", "8", "14", ""))
    return [
        Records(place.name, draw(st.sampled_from(covered)), name, draw(st.integers(1, 25)), draw(outcomes))
        for place in register
        for name in draw(st.lists(st.sampled_from(types), max_size=4))
    ]


COVERED = st.one_of(
    st.just(MONTHS),
    st.just(()),
    st.just(MONTHS[12:]),
    st.builds(lambda gone: tuple(month for month in MONTHS if month not in gone), st.sets(ANY_MONTH, max_size=3)),
)


@st.composite
def databases(draw):
    """The keywords of make_database."""
    register = draw(homes())
    covered = {source: draw(COVERED) for source in SOURCES}
    gaps = draw(
        st.lists(
            st.tuples(
                st.sampled_from(("incidents", "crimes")), st.sampled_from([place.name for place in register]), ANY_MONTH
            ),
            max_size=2,
        )
    )
    gone = set(gaps)
    incidents = draw(records(register, INCIDENT_TYPES, covered["incidents"]))
    crimes = draw(records(register, OFFENCE_TYPES, covered["crimes"]))
    areas = [area for area in AREAS if any(place.area == area for place in register)]
    area_counts = [
        AreaCount(area, month, draw(st.sampled_from((0, 3, 1_234_567))), kind)
        for area in areas
        for kind in ("incident", "crime")
        for month in draw(COVERED)
    ]
    days = [month + timedelta(days=5) for month in covered["youth_justice"]]
    event = st.builds(
        Event, st.sampled_from(("YJ-1", "YJ-2")), st.sampled_from(EVENTS), st.sampled_from(days or [None])
    )
    meeting = st.builds(
        lambda child, number, score: Score(child, number, date(2021, 12, 1) + timedelta(days=90 * number), score),
        st.sampled_from(("EC-1", "EC-2", "EC-3")),
        st.integers(1, 4),
        st.integers(0, 20).map(lambda half: half / 2),
    )
    unique_meetings = st.lists(meeting, max_size=6, unique_by=lambda score: (score.child, score.meeting))
    return {
        "homes": register,
        "covered": covered,
        "gaps": gaps,
        "incidents": [row for row in incidents if ("incidents", row.home, row.month) not in gone],
        "crimes": [row for row in crimes if ("crimes", row.home, row.month) not in gone],
        "area_counts": area_counts,
        "events": draw(st.lists(event, max_size=8)) if days else [],
        "scores": draw(unique_meetings) if covered["cromarty"] else [],
        "occupancy": draw(st.sampled_from((None, 0.0, 4.5))),
    }


# --- what the tables should say ------------------------------------------------------------------------------------


class Slow:
    """Counts by plain SQL, a query a figure."""

    def __init__(self, database, before, now):
        self._database = database
        self.periods = (before, now)

    def one(self, sql, *values):
        return self._database.execute(sql, values).fetchone()[0]

    def all(self, sql, *values):
        return [row[0] for row in self._database.execute(sql, values)]

    def lines(self):
        return self.all("SELECT name FROM reporting_line ORDER BY register_order")

    def homes_of(self, line):
        return self._database.execute(
            "SELECT h.id, h.opened, h.closed FROM home h JOIN reporting_line l ON l.id = h.reporting_line_id"
            " WHERE l.name = ?",
            (line,),
        ).fetchall()

    def months_open(self, line, months):
        """(home, month) for every month in which a home of the line was open."""
        return [
            (number, month)
            for number, opened, closed in self.homes_of(line)
            for month in months
            if (opened or "0000")[:7] <= month[:7] <= (closed or "9999")[:7]
        ]

    def is_covered(self, source, line, months):
        return all(
            self.one(
                "SELECT count(*) FROM coverage WHERE source = ? AND home_id = ? AND month = ?", source, number, month
            )
            for number, month in self.months_open(line, months)
        )

    def records(self, table, line, months, type_label=""):
        labels = {"incident": "incident_type", "crime": "offence_type"}[table]
        return sum(
            self.one(
                f"SELECT count(*) FROM {table} r JOIN {labels} t ON t.id = r.type_id"
                " WHERE r.home_id = ? AND r.month = ? AND (t.label = ? OR ? = '')",
                number,
                month,
                type_label,
                type_label,
            )
            for number, _, _ in self.homes_of(line)
            for month in months
        )

    def types(self, table, lines):
        labels = {"incident": "incident_type", "crime": "offence_type"}[table]
        every = self.all(f"SELECT label FROM {labels}")
        return [
            t for t in every if any(self.records(table, line, months, t) for line in lines for months in self.periods)
        ]

    def cell(self, table, source, lines, months, type_label=""):
        """A count as printed, for some lines together."""
        if not all(self.is_covered(source, line, months) for line in lines):
            return GAP
        open_then = any(self.months_open(line, months) for line in lines)
        if not open_then and not sum(self.records(table, line, months) for line in lines):
            return CLOSED
        return f"{sum(self.records(table, line, months, type_label) for line in lines):,}"

    def open_throughout(self, lines):
        ever = [line for line in lines if any(self.months_open(line, months) for months in self.periods)]
        if len(lines) == 1:
            ever = lines
        return bool(ever) and all(
            {month for _, month in self.months_open(line, months)} == set(months)
            for line in ever
            for months in self.periods
        )

    def change(self, cells, lines, decimals=1):
        if GAP in cells:
            return GAP
        if lines and not self.open_throughout(lines):
            return CLOSED
        before, now = (int(cell.replace(",", "")) for cell in cells)
        if before == 0:
            return NOT_APPLICABLE if now else f"{0:.{decimals}f}%"
        share = (Decimal(now - before) / Decimal(before) * 100).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        return f"{abs(share) if share == 0 else share:,}%"

    def figures(self, table, source, lines, type_label=""):
        cells = [self.cell(table, source, lines, months, type_label) for months in self.periods]
        return (*cells, self.change(cells, lines))

    def area(self, name, kind):
        cells = []
        for months in self.periods:
            counts = [
                self.one(
                    "SELECT sum(count) FROM neighbourhood_count c JOIN neighbourhood n ON n.id = c.neighbourhood_id"
                    " WHERE n.name = ? AND c.kind = ? AND c.month = ?",
                    name,
                    kind,
                    month,
                )
                for month in months
            ]
            cells.append(GAP if None in counts else f"{sum(counts):,}")
        return (*cells, self.change(cells, []))

    def homes_table(self, table, source):
        lines = self.lines()
        expected = {line: self.figures(table, source, [line]) for line in lines}
        areas = self.all(
            "SELECT DISTINCT n.name FROM neighbourhood n JOIN home_neighbourhood h ON h.neighbourhood_id = n.id"
        )
        expected |= {name: self.area(name, table) for name in areas}
        return expected | ({"All homes": self.figures(table, source, lines)} if len(lines) > 1 else {})

    def types_table(self, table, source, lines):
        types = self.types(table, lines)
        if not types:
            return {"All types": self.figures(table, source, lines)[:2]}
        return {name: self.figures(table, source, lines, name) for name in types}

    def youth_justice(self, whole_years):
        covered = [
            all(
                self.one("SELECT count(*) FROM coverage WHERE source = 'youth_justice' AND month = ?", m)
                for m in months
            )
            for months in self.periods
        ]
        expected = {}
        for label, counted in YEAR_ROWS.items():
            cells = []
            for months, supplied in zip(self.periods, covered, strict=True):
                supplied = supplied and (whole_years or label != "On substantive court orders")
                sql = f"SELECT coalesce({counted}, 0) FROM youth_justice_event WHERE month >= ? AND month <= ?"
                cells.append(f"{self.one(sql, months[0], months[-1]):,}" if supplied else GAP)
            expected[label] = (*cells, self.change(cells, [], decimals=0))
        return expected


def shown(page, title):
    table = page.table(title)
    return {name: tuple(row)[: min(3, len(row))] for name, row in table.iterrows()}


def months_of(period):
    first, number = {"2022-23": (date(2022, 4, 1), 12), "2022-23-Q1": (date(2022, 4, 1), 3)}.get(
        period, (date(2022, 5, 1), 1)
    )
    last = date(first.year + (first.month + number - 2) // 12, (first.month + number - 2) % 12 + 1, 1)
    now = months_between(first, last)
    before = [month.replace(year=month.year - 1) for month in now]
    return [month.isoformat() for month in before], [month.isoformat() for month in now]


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # what is drawn is small; making it smaller takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(what=databases(), period=st.sampled_from(sorted(PERIODS)))
def test_every_page_stands_and_every_number_is_what_a_slow_count_gives(tmp_path_factory, what, period):
    file = tmp_path_factory.mktemp("drawn") / "drawn.db"
    make_database(f"sqlite:///{file}", **what)
    with pytest.MonkeyPatch.context() as environ:
        environ.setenv("DATABASE_URL", f"sqlite:///{file}")
        environ.setenv("SIGN_IN", "demo")
        pages = walk(period=period)
    nothing_yet = not any(what["covered"].values()) and not what["area_counts"] and what["occupancy"] is None
    for page in pages.values():
        assert page.exceptions == (), page.page
        assert len(page.titles) == 1, page.page
        assert len(page.title.split()) <= 10, page.title
        assert bool(page.errors) == nothing_yet, (page.page, page.errors)
    if nothing_yet:
        return
    with closing(sqlite3.connect(file)) as database:
        slow = Slow(database, *months_of(period))
        lines = slow.lines()
        for things, table, source in (("Crimes", "crime", "crimes"), ("Incidents", "incident", "incidents")):
            name = f"{things} at homes and in their neighbourhoods"
            assert shown(pages["homes"], name) == slow.homes_table(table, source)
            page = pages["offences" if table == "crime" else "incidents"]
            for line in lines:
                assert shown(page, f"{things} by type: {line}") == slow.types_table(table, source, [line])
            if len(lines) > 1:
                assert shown(page, f"{things} by type: All homes") == slow.types_table(table, source, lines)
        whole_years = period == "2022-23"
        assert shown(pages["youth_justice"], "Youth Justice Service") == slow.youth_justice(whole_years)
