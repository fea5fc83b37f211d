"""Incidents: what the homes call the police about, and how much of it is children missing."""

from app import auth, cache, filters, place
from app.findings.incidents import incident_types, missing_shares

viewer = auth.require("partnership")
question = filters.current()
types = cache.finding(incident_types, question, viewer)
missing = cache.finding(missing_shares, question, viewer)
place.lead(types)
place.section(missing)
place.further_tables(missing)
place.further_tables(types)
