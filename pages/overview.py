"""Overview: is it changing, where, more than the area?"""

from app import auth, cache, filters, place
from app.findings.overview import overview

viewer = auth.require("partnership")
place.page(cache.finding(overview, filters.current(), viewer))
