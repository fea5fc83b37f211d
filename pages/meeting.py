"""Meeting: started, its agenda, and one screen a point; what one changes, the others see within seconds."""

from app import auth, filters
from app.meeting import agenda, asked, live, screens

viewer = auth.require("meeting")
question = filters.current()
live.watch()
wanted = asked.draw(question, viewer)
if wanted.meeting is not None and wanted.screen:
    screens.draw(wanted, wanted.meeting, question, viewer)
else:
    agenda.draw(wanted, question, viewer)
