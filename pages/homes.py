"""Homes and neighbourhoods: crimes and incidents of each home beside what its neighbourhood did."""

from app import auth, cache, filters, place
from app.findings.homes import crimes_against_neighbourhoods, incidents_against_neighbourhoods

viewer = auth.require("partnership")
question = filters.current()
place.page(
    cache.finding(crimes_against_neighbourhoods, question, viewer),
    cache.finding(incidents_against_neighbourhoods, question, viewer),
)
