"""Offences: which crimes are recorded at the homes, and what became of them."""

from app import auth, cache, filters, place
from app.findings.offences import offence_types, outcome_classes

viewer = auth.require("partnership")
question = filters.current()
place.page(
    cache.finding(offence_types, question, viewer),
    cache.finding(outcome_classes, question, viewer),
)
