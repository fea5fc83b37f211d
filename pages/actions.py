"""Actions: what the partnership agreed, by whom, until when, how it stands, and what was changed since."""

from app import action_forms, action_list, auth, cache, filters
from app.findings.actions import action_plan

viewer = auth.require("partnership")
question = filters.current()
asked = action_list.draw(question, viewer)
shown = cache.finding(action_plan, question, viewer, asked.year, asked.agency, asked.since)
action_list.show(shown)
action_forms.draw(asked, question, viewer)
