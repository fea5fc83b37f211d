"""Incidents: what the homes call the police about, and how much of it is children missing."""

from app import auth, cache, filters, place
from app.findings.incidents import incident_types, missing_shares

viewer = auth.require("partnership")
question, source = filters.current(), cache.source(viewer)
types, missing = incident_types(question, source), missing_shares(question, source)
place.lead(types)
place.section(missing)
place.further_tables(missing)
place.further_tables(types)
