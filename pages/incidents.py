"""Incidents: what the homes call the police about, and how much of it is children missing."""

from app import auth, cache, filters, place
from app.findings.incidents import incident_types, missing_shares

viewer = auth.require("partnership")
question = filters.current()
place.page(
    cache.finding(incident_types, question, viewer),
    cache.finding(missing_shares, question, viewer),
)
