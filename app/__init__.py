"""The shell every page lives in."""
