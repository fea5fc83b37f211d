"""The pages of the app as the menu lists them for the role that the demo begins with."""

from app.menu import entries_of, grouped
from data_access.viewer import viewer_of_roles

_entries = entries_of(viewer_of_roles("demo", ["head"]))
PAGES = tuple(entry.path for entry in _entries)
MENU = tuple(entry.title for entry in _entries)
# What stands in the bar: pages without a group by their own names, then the names of the groups.
_groups = grouped(_entries, {entry.path: entry.title for entry in _entries})
ALONE = tuple(_groups.pop(""))
GROUPS = {name: tuple(titles) for name, titles in _groups.items()}


def open_from_menu(page, title):
    """Open a page from the menu with the keyboard, by way of its group if it is in one."""
    group = next((name for name, titles in GROUPS.items() if title in titles), None)
    if group is None:
        page.get_by_role("link", name=title, exact=True).press("Enter")
        return
    page.get_by_role("button", name=group, exact=True).press("Enter")
    page.get_by_role("menuitem", name=title, exact=True).press("Enter")
