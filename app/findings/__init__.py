"""One file a topic: fetch, measure, release, words and figure, returned as a Finding."""
