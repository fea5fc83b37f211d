"""Incidents: what the homes call the police about, how much of it is children missing, and how many children."""

from app import auth, cache, filters, place
from app.findings.children import involved_children
from app.findings.incidents import incident_types, missing_shares

viewer = auth.require("partnership")
question = filters.current()
place.page(
    cache.finding(incident_types, question, viewer),
    cache.finding(missing_shares, question, viewer),
    cache.finding(involved_children, question, viewer),
)
