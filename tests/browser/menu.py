"""The pages of the app as the menu lists them: their addresses, and their names beside them."""

PAGES = (
    "",
    "homes",
    "by-month",
    "incidents",
    "offences",
    "youth-justice",
    "cromarty",
    "explore",
    "actions",
    "paper",
    "load",
    "about",
)
MENU = (
    "Overview",
    "Homes and neighbourhoods",
    "By month",
    "Incidents",
    "Offences",
    "Youth justice",
    "Cromarty",
    "Explore",
    "Actions",
    "Paper",
    "Load data",
    "About",
)
