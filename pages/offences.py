"""Offences: which crimes are recorded at the homes, and what became of them."""

from app import auth, cache, filters, place
from app.findings.offences import offence_types, outcome_classes

viewer = auth.require("partnership")
question = filters.current()
types = cache.finding(offence_types, question, viewer)
place.lead(types)
place.further_tables(types)
place.section(cache.finding(outcome_classes, question, viewer))
