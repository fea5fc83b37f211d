"""Who cannot use a mouse, sees little or no colour, enlarges the page or has it read out."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.menu import ALONE, GROUPS, open_from_menu

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESK, PHONE = (1366, 768), (320, 700)
DRAWN_ANEW_MS = 700
STEPS = 60  # of the Tab key, more than any page has stops
AXE = """tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
    .then(found => found.violations.map(rule => `${rule.id}: ${rule.nodes.map(node => node.target)}`))"""
SIDEWAYS = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth)}"""
# What has the keyboard: its role, its name, and whether a line of 3 px or more around it or around its field shows so.
STOP = """() => {
    const stop = document.activeElement;
    const field = stop.closest('[role="group"], [data-testid="stTextInputRootElement"]');
    const lined = part => part && getComputedStyle(part).outlineStyle !== 'none'
        && parseFloat(getComputedStyle(part).outlineWidth) >= 3;
    const name = stop.getAttribute('aria-label') || stop.innerText.replace(/^keyboard_arrow_\\w+\\s*/, '');
    return [stop.getAttribute('role') || stop.tagName.toLowerCase(), name.trim().slice(0, 60),
        Boolean(lined(stop) || lined(field))]}"""
SPOKEN = '.st-key-spoken [role="status"]'
UNSEEN = """region => {
    const box = region.closest('[data-testid="stLayoutWrapper"]');
    return box.offsetWidth === 1 && box.offsetHeight === 1 && getComputedStyle(box).overflow === 'hidden'}"""
LISTEN = """region => {
    window.heard = [];
    new MutationObserver(() => window.heard.push(region.textContent))
        .observe(region, {subtree: true, childList: true, characterData: true});
    region.setAttribute('data-first', 'yes')}"""
# Every text with the colour it has and the colour it stands on. Text of charts stands on the ground of the chart.
UNREADABLE = """() => {
    const numbers = colour => (colour.match(/[\\d.]+/g) || [0, 0, 0]).map(Number);
    const light = colour => numbers(colour).slice(0, 3).map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
    const ground = part => {
        while (part) {
            const colour = getComputedStyle(part).backgroundColor;
            if ((numbers(colour)[3] ?? 1) > 0.5) return colour;
            part = part.parentElement;
        }
        return getComputedStyle(document.body).backgroundColor};
    const behind = text => {  // words of a chart may have a ground of their own
        const own = text.closest('.annotation')?.querySelector('rect.bg');
        return own && getComputedStyle(own).fillOpacity > 0.5 ? getComputedStyle(own).fill
            : ground(text.closest('[data-testid="stPlotlyChart"]'))};
    const walk = document.createTreeWalker(document.querySelector('[data-testid="stApp"]'), NodeFilter.SHOW_TEXT);
    const found = [];
    let seen = 0;
    while (walk.nextNode()) {
        const part = walk.currentNode.parentElement;
        if (!walk.currentNode.textContent.trim() || !part.checkVisibility({visibilityProperty: true})) continue;
        const drawn = part.closest('.js-plotly-plot svg'), own = getComputedStyle(part);
        const [colour, on] = [drawn ? own.fill : own.color, drawn ? behind(part) : ground(part)];
        const [one, other] = [light(colour), light(on)];
        seen += 1;
        if ((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) < 4.5)
            found.push(`${walk.currentNode.textContent.trim()}: ${colour} on ${on}`);
    }
    return {seen, found}}"""


def violations(page):
    """What axe finds on the page as it stands."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(AXE, WCAG)


def stops(page, most=STEPS):
    """What the Tab key reaches from where it stands, until it leaves the page."""
    reached = []
    for _ in range(most):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(STOP))
        if reached[-1][0] == "body":
            return reached[:-1]
    raise AssertionError("the Tab key does not leave the page")


def test_the_answer_to_an_unknown_link_is_clean_at_every_size_read_out_and_leads_to_all_homes(
    server, page, open_page, sized
):
    open_page(page, f"{server.url}/homes?line=home-9")
    for size in (DESK, PHONE, DESK):
        sized(page, *size)
        assert violations(page) == []
        assert page.evaluate(SIDEWAYS) <= 1
    assert "not in the register: home-9" in page.get_by_role("alert").inner_text()
    assert page.locator("table").count() == 0
    page.get_by_role("button", name="Show all homes, latest full year").click()
    page.get_by_role("heading", name="Crimes at the homes: fewer, 54 to 18").wait_for()
    assert "line=" not in page.url


def test_tab_reaches_every_kind_of_control_and_each_shows_that_it_has_the_keyboard(server, page, open_page, sized):
    open_page(page, f"{server.url}/homes")
    reached = stops(page)
    assert reached[0][1] == "Skip to main content"
    assert [stop for stop in reached if not stop[2]] == []
    there = [(role, name) for role, name, _ in reached]
    for filter_name in ("Period", "Compared with", "Homes"):
        assert ("combobox", filter_name) in there
    assert [name for role, name in there if name in (*ALONE, *GROUPS)] == [*ALONE, *GROUPS]
    for kind in (
        ("button", "Show on a shared screen"),
        ("summary", "Copy link"),
        ("button", "Download plot"),
        ("button", "Download this table (CSV)"),
        ("summary", "How sure are we?"),
    ):
        assert kind in there
    period = page.get_by_role("combobox", name="Period")
    period.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    entry = page.locator('[role="option"][data-focus-visible]')
    entry.wait_for()
    assert entry.evaluate("entry => getComputedStyle(entry).outlineStyle") == "solid", "which one Enter would take"
    page.keyboard.press("Escape")
    entry.wait_for(state="detached")
    sized(page, *PHONE)
    page.get_by_role("button", name="Download plot").first.focus()
    box = page.locator('[data-testid="stElementContainer"]:has(> [data-testid="stFullScreenFrame"])').first
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") > 100, "a picture too wide for a phone"
    box.evaluate("box => { box.scrollLeft = 0 }")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(150)
    assert box.evaluate("box => box.scrollLeft") > 0


def test_the_skip_link_leads_past_the_filters_and_the_menu(server, page, open_page):
    open_page(page, f"{server.url}/homes")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.evaluate("document.activeElement.dataset.testid") == "stMain"
    assert page.evaluate(STOP)[2]
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').contains(document.activeElement)")


def test_what_is_behind_a_verdict_is_opened_with_the_keyboard_the_focus_stays_and_the_finding_is_not_said_again(
    server, page, open_page, settled
):
    open_page(page, f"{server.url}/offences")
    page.locator(SPOKEN).evaluate(LISTEN)
    how_sure = page.locator("summary", has_text="How sure are we?").first
    how_sure.focus()
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_role("heading", name="What the data cannot say").wait_for()
    assert how_sure.evaluate("summary => summary === document.activeElement")
    assert page.evaluate("window.heard") == []


def test_the_bar_and_the_findings_of_a_shared_screen_are_used_with_the_keyboard(server, page, open_page, settled):
    open_page(page, f"{server.url}/homes?view=screen")
    reached = stops(page)
    assert [stop for stop in reached if not stop[2]] == []
    names = [name for _, name, _ in reached]
    for part in ("‹ Overview", "By month ›", "Leave the shared screen"):
        assert part in names
    picks = page.get_by_role("radiogroup", name="Finding").get_by_role("radio")
    before = page.locator("h1").inner_text()
    picks.first.focus()
    page.keyboard.press("ArrowRight")
    if picks.nth(1).get_attribute("aria-checked") != "true":
        page.keyboard.press("Enter")
    settled(page)
    assert picks.nth(1).get_attribute("aria-checked") == "true"
    assert page.locator("h1").inner_text() != before
    page.get_by_role("button", name="Leave the shared screen").focus()
    page.keyboard.press("Enter")
    settled(page)
    assert page.get_by_role("combobox", name="Period").is_visible()


def test_the_finding_and_its_scope_are_read_out_after_a_change_of_filter_and_of_page(server, page, open_page, settled):
    open_page(page, f"{server.url}/homes")
    region = page.locator(SPOKEN)
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = next(node for node in tree if not node["ignored"] and node["role"]["value"] == "status")
    assert ("live", "polite") in [(own["name"], own["value"].get("value")) for own in told["properties"]]
    assert region.evaluate(UNSEEN)
    region.evaluate(LISTEN)
    page.get_by_role("combobox", name="Period").click()
    page.get_by_role("option", name="Half-year Apr to Sep 2022", exact=True).click()
    settled(page)
    heard = page.evaluate("window.heard")
    assert len(heard) == 1
    assert heard[0].startswith(f"{page.locator('h1').inner_text()}. {page.locator('.scope').inner_text()}")
    open_from_menu(page, "Incidents")
    page.wait_for_url("**/incidents*")
    settled(page)
    assert page.evaluate("window.heard")[-1].startswith(page.locator("h1").inner_text())
    open_from_menu(page, "About")
    page.wait_for_url("**/about*")
    settled(page)
    assert page.evaluate("window.heard")[-1] == "About"
    assert region.get_attribute("data-first") == "yes"  # a region that is new on the page would not be read out


def test_in_colours_of_the_readers_own_no_text_is_lost_and_a_line_shows_what_a_fill_would(server, page, open_page):
    def unreadable(scheme):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        read = page.evaluate(UNREADABLE)
        assert read["seen"] > 40
        return read["found"]

    def style(part, property_):
        return part.evaluate("(part, property_) => getComputedStyle(part)[property_]", property_)

    page.emulate_media(forced_colors="active")
    open_page(page, server.url)
    here = page.get_by_role("link", name="Overview", exact=True)
    assert style(here, "borderBottomStyle") == "solid"
    for path in ("by-month", "homes"):
        open_page(page, f"{server.url}/{path}")
        assert {scheme: unreadable(scheme) for scheme in ("light", "dark")} == {"light": [], "dark": []}, path
    page.get_by_role("button", name="Figures", exact=True).press("Enter")
    here = page.get_by_role("menuitem", name="Homes and neighbourhoods", exact=True)
    assert style(here, "borderBottomStyle") == "solid"
    open_page(page, f"{server.url}/homes?view=screen")
    assert {scheme: unreadable(scheme) for scheme in ("light", "dark")} == {"light": [], "dark": []}
    assert style(page.get_by_role("radio", checked=True), "outlineStyle") == "solid"
    page.get_by_role("link", name=re.compile("›$")).focus()
    assert page.evaluate(STOP)[2]
