"""Readers and savers of extracts, one module a kind. A reader keeps the good rows and names every problem."""
