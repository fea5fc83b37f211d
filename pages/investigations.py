"""Investigations: which children are under police investigation now, and what there is to discuss."""

from app import auth, filters
from app.cases import listing

viewer = auth.require("casework")
listing.draw(filters.current(), viewer)
