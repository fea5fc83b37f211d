"""Offences: which crimes are recorded at the homes, and what became of them."""

from app import auth, cache, filters, place
from app.findings.offences import offence_types, outcome_classes

viewer = auth.require("partnership")
question, source = filters.current(), cache.source(viewer)
types = offence_types(question, source)
place.lead(types)
place.further_tables(types)
place.section(outcome_classes(question, source))
