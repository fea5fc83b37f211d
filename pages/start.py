"""Start: the pages there are, for a role that sees no figures."""

from app import auth, frame, menu

viewer = auth.require("about")
frame.start(menu.entries_of(viewer))
