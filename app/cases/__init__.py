"""Children under investigation, for the data meeting alone: the list, one case, and the forms."""
