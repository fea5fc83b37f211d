"""Invented extracts that add up to the published figures, and the script that makes them."""
