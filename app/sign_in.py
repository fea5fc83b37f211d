"""Signing in by OpenID Connect, with Streamlit's own st.login: the page that asks, how long it lasts, how it ends."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NoReturn
from urllib.parse import urlsplit

import streamlit as st

from app import action_list, asking, cache, filters, frame
from app.meeting import asked as meeting
from data_access.database import run_fetch
from data_access.grants import fetch_viewer_of
from data_access.oidc import Oidc
from data_access.roles import PROVIDER, ROLES
from data_access.sign_ins import (
    Claims,
    Standing,
    claims_of,
    ends_at,
    fetch_standing,
    save_activity,
    save_refusal,
    save_sign_out,
    utc_now,
)
from data_access.viewer import NotPermitted, Viewer

PRODUCT = "Concordat"
LOOKS_EVERY = timedelta(seconds=60)
LOOKS_IN_AN_IDLE_LIMIT = 20
ONE_STEP = re.compile(r"[a-z0-9-]+")
WARNED_BEFORE = timedelta(minutes=5)
DRAWN_ANEW = "drawn-anew"  # this run was asked for by the page, not by the person
ENDED = "Your sign-in has ended, so this was not done. Reload the page and sign in again."
WITHDRAWN = "What you may see has changed since this page was drawn, so this was not done. Reload the page."


def signed_in() -> Viewer:
    """The person, with what their roles and grants permit now; who else comes gets a page that says how to go on."""
    limits = _limits()
    claims = _claims()
    if claims is None:
        _ask_to_sign_in()
    if st.session_state.pop(DRAWN_ANEW, False):
        standing = _standing(claims, limits)
    else:
        standing = save_activity(cache.engine(), claims, limits, now=utc_now(), wall_time=datetime.now())
    if standing != "on":
        _say_that_it_ended(standing, limits)
    if cache.serves_only_the_sample() and not limits.is_on_loopback:
        st.error("This database has taken the sample, and invented records must not stand among real ones.")
        st.stop()
    viewer = run_fetch(cache.engine(), fetch_viewer_of, claims)
    if not viewer.may_enter:
        save_refusal(cache.engine(), claims, wall_time=datetime.now())
        _refuse(viewer, claims, limits)
    return replace(viewer, still_there=_still_there(viewer, claims, limits))


def watch() -> None:
    """Looks now and then whether the sign-in goes on: another tab may have signed out. Looking is no activity."""
    if cache.settings().sign_in != "oidc":
        return
    limits, claims, drawn_now = _limits(), _claims(), True

    @st.fragment(run_every=min(LOOKS_EVERY, limits.idle / LOOKS_IN_AN_IDLE_LIMIT))
    def look() -> None:
        nonlocal drawn_now
        if not drawn_now and (claims is None or _standing(claims, limits) != "on"):  # main has only just looked
            st.rerun()
        drawn_now = False
        if claims is not None and ends_at(claims, limits) - utc_now() < WARNED_BEFORE:
            st.warning("Your sign-in ends within five minutes. Save what you typed, and sign in again.")

    look()


def draw_anew() -> NoReturn:
    """Draw the page anew since somebody else changed something, which is no activity of who looks at it."""
    st.session_state[DRAWN_ANEW] = True
    st.rerun()


def who_and_way_out(viewer: Viewer) -> None:
    """At the foot of the filters: as whom the person is signed in, and how to sign out."""
    if cache.settings().sign_in == "oidc":
        with st.sidebar:
            st.html(f'<p class="caption">Signed in as {html.escape(viewer.who)}</p>')
            st.button("Sign out", key="sign-out", on_click=_sign_out, width="stretch")


def _limits() -> Oidc:
    limits = cache.settings().oidc
    if limits is None:
        raise NotPermitted("Nobody signs in here.")
    return limits


def _claims() -> Claims | None:
    told = st.user.to_dict()
    return claims_of(told) if told.get("is_logged_in") is True else None


def _standing(claims: Claims, limits: Oidc) -> Standing:
    return run_fetch(cache.engine(), fetch_standing, claims, limits, utc_now())


def _still_there(viewer: Viewer, claims: Claims, limits: Oidc) -> Callable[[], None]:
    """Asks once more before something is saved or taken away, for the sign-in and for the grants it was drawn with.

    Streamlit runs a button's function before main, and a file may be taken long after its page was drawn.
    """
    engine = cache.engine()  # downloads are made in another thread, where nothing of Streamlit may be asked

    def require() -> None:
        if run_fetch(engine, fetch_standing, claims, limits, utc_now()) != "on":
            raise NotPermitted(ENDED)
        if not run_fetch(engine, fetch_viewer_of, claims).has_all_of(viewer):
            raise NotPermitted(WITHDRAWN)

    return require


def _sign_out() -> None:
    claims = _claims()
    if claims is not None:
        save_sign_out(cache.engine(), claims, now=utc_now(), wall_time=datetime.now())
    st.logout()


def _ask_to_sign_in() -> NoReturn:
    _begin_page(PRODUCT)
    st.markdown(
        "Figures on children in care and the police, for the partnership that keeps these children from being "
        "criminalised. For its members only: sign in with your work account."
    )
    if st.user.to_dict().get("is_logged_in"):
        st.error("The sign-in service did not say who you are, or until when. Tell who runs this dashboard.")
    _end_page("Sign in")


def _say_that_it_ended(standing: Standing, limits: Oidc) -> NoReturn:
    title, why = {
        "signed out": ("You have signed out", "This holds for every tab of this browser."),
        "idle": ("You have been signed out", f"Nothing was done here for {_in_words(limits.idle)}."),
        "over": (
            "Your sign-in has ended",
            f"A sign-in lasts as long as your organisation allows, at most {_in_words(limits.longest)}.",
        ),
    }[standing]
    _begin_page(title)
    st.markdown(f"{why} Sign in again to go on where you were.")
    # A bound input that is skipped takes its value out of the address, and with it the view that was open.
    with st.container(key="link-values"):
        for name in (*filters.PARAMETERS, *asking.PARAMETERS, *action_list.PARAMETERS, *meeting.PARAMETERS):
            if name in st.query_params:
                st.text_input(name, key=name, bind="query-params")
    _end_page("Sign in again")


def _refuse(viewer: Viewer, claims: Claims, limits: Oidc) -> NoReturn:
    _begin_page("You cannot see anything here yet")
    lacking = "a role, but no authority was granted to you"
    if not viewer.pages:
        lacking = "no role in this dashboard"
    elif set(claims.roles) & ROLES.keys() == {PROVIDER}:
        lacking = (
            "the role of a private provider, but no home was granted to you. A provider's homes are granted one by "
            "one: an authority as a whole gives a provider nothing"
        )
    told = f"You are signed in as {viewer.who} and have {lacking}. Ask {limits.contact}."
    st.html(f"<p>{html.escape(told)}</p>")  # Markdown would make a link of an address
    st.button("Sign out", key="sign-out", on_click=_sign_out)
    st.stop()


def _begin_page(title: str) -> None:
    """A page without a menu, at the address where the person is: Streamlit keeps a menu until it is given another."""
    path = urlsplit(st.context.url or "").path.strip("/")
    here = [st.Page(_nothing, title=title, url_path=path)] if ONE_STEP.fullmatch(path) else []
    st.navigation([st.Page(_nothing, title=PRODUCT, default=True), *here], position="hidden")
    # Without the product's icon: it would be a file of a page, which only who is signed in gets.
    st.set_page_config(page_title=title if title == PRODUCT else f"{title} - {PRODUCT}", layout="centered")
    frame.style()
    st.title(title, anchor=False)


def _nothing() -> None:
    """What stands on these pages is put there without asking which page it is."""


def _end_page(label: str) -> NoReturn:
    st.button(label, key="sign-in", type="primary", on_click=st.login)
    st.stop()


def _in_words(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for unit, length in (("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds % length == 0:
            return f"{seconds // length} {unit}{'' if seconds == length else 's'}"
    raise ValueError("every whole number of seconds is a number of seconds")
