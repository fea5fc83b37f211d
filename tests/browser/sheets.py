"""What a page looks like on paper: A4, as the browser lays it out for a printer."""

SHEET_PX = 703  # A4 without its margins of 12 mm, at 96 px to the inch
TOO_FAR = """width => [...document.querySelectorAll('.main-svg, table, h1, h2, p, li, .tile')]
    .filter(part => part.checkVisibility())
    .map(part => [part.className.baseVal || part.tagName, part.getBoundingClientRect()])
    .filter(([_, box]) => box.width > 0 && (box.right > width + 1 || box.left < -1))
    .map(([name, box]) => `${name} from ${box.left} to ${box.right}`)"""


def what_does_not_fit_a_sheet(page):
    """What goes beyond a sheet, and what only works on a screen, of a page that is laid out for a printer."""
    page.locator('[data-testid="stMain"]').evaluate(
        "(main, width) => { main.style.width = `${width / getComputedStyle(main).zoom}px` }", SHEET_PX
    )
    page.wait_for_timeout(300)
    useless = [
        part
        for part in ("Sidebar", "Header", "DownloadButton", "Selectbox", "FileUploader")
        if page.locator(f'[data-testid="st{part}"]').evaluate_all("all => all.some(one => one.checkVisibility())")
    ]
    return page.evaluate(TOO_FAR, SHEET_PX) + useless
