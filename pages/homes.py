"""Homes and neighbourhoods: each home beside its neighbourhood, and counts for as many children as lived there."""

from app import auth, cache, filters, place
from app.findings.homes import crimes_against_neighbourhoods, incidents_against_neighbourhoods
from app.findings.occupancy import rates

viewer = auth.require("partnership")
question = filters.current()
place.page(
    cache.finding(crimes_against_neighbourhoods, question, viewer),
    cache.finding(incidents_against_neighbourhoods, question, viewer),
    cache.finding(rates, question, viewer),
)
