"""Questions to begin with, for someone who opens Explore for the first time."""

from app.findings.asked import Ask

READY: dict[str, tuple[str, Ask]] = {
    "crimes-by-home": ("Crimes at each home, beside its neighbourhood", Ask("crimes", "line")),
    "incidents-by-quarter": ("Incidents quarter by quarter", Ask("incidents", "quarter")),
    "crimes-by-type": ("Crimes by offence type", Ask("crimes", "type")),
    "missing-by-home": ("Missing-person share of incidents at each home", Ask("missing-share", "line")),
    "incidents-by-year": ("Incidents year by year", Ask("incidents", "year")),
    "rates": ("Incidents for as many children as lived in each home", Ask("incident-rate", "line")),
    "outcomes": ("What became of the crimes", Ask("outcomes", "outcome")),
    "contacts": ("Contacts with the Youth Justice Service, by quarter", Ask("yjs-contacts", "quarter")),
}
