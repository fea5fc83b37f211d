"""Youth justice: what the Youth Justice Service recorded of children living in the council's homes."""

from app import auth, cache, filters, place
from app.findings.youth_justice import youth_justice

viewer = auth.require("partnership")
place.page(cache.finding(youth_justice, filters.current(), viewer))
