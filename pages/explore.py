"""Explore: a question of one's own, answered in a sentence, a picture and a table."""

from app import asking, auth, cache, filters, place
from app.findings.explore import explore

viewer = auth.require("partnership")
question = filters.current()
ask, asked = asking.draw(question, viewer)
shown = cache.finding(explore, question, viewer, ask)
asking.words(asked)
place.page(shown, picture=asking.picture_format())
asking.take_away(shown, asked)
