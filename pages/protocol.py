"""Protocol: what the partnership counts about its protocol, of all homes and all cases together."""

from app import auth, cache, filters, place
from app.findings.protocol import FINDINGS

viewer = auth.require("partnership")
question = filters.current()
place.page(*(cache.finding(build, question, viewer) for build in FINDINGS))
