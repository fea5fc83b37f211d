"""Homes and neighbourhoods: crimes and incidents of each home beside what its neighbourhood did."""

from app import auth, cache, filters, place
from app.findings.homes import crimes_against_neighbourhoods, incidents_against_neighbourhoods

viewer = auth.require("partnership")
question, source = filters.current(), cache.source(viewer)
place.lead(crimes_against_neighbourhoods(question, source))
place.section(incidents_against_neighbourhoods(question, source))
