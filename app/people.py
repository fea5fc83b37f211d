"""The page of grants: who was granted which authority and homes, granting more, withdrawing, and all that was done."""

from collections.abc import Callable
from datetime import datetime

import pandas as pd
import streamlit as st

from app import cache, frame
from app.markdown import plain, plain_cells
from data_access.database import run_fetch
from data_access.grants import GrantRefused, fetch_grantable, fetch_grants, save_grant, withdraw_grant
from data_access.models.grants import KINDS
from data_access.viewer import NotPermitted, Viewer

SUBJECT, KIND, AUTHORITY, HOMES, CHOSEN = "grant-to", "grant-kind", "grant-authority", "grant-homes", "grant-withdrawn"
SAID, REFUSED = "grant-said", "grant-refused"  # what became of the last thing done here
ALL_AUTHORITIES, ALL_HOMES = "All authorities", "All homes"
ROLES_SAY_WHAT = (
    "What people may do is said by their roles, which come with the sign-in. Here is said for which authorities and "
    "homes: a person without a grant sees none. A private provider sees single homes only, so grant those."
)
DEMO_NOTE = "In the demo nobody signs in, so what is granted here changes nothing that is seen."


def told() -> None:
    """What became of the last grant or withdrawal."""
    refused, said = st.session_state.get(REFUSED), st.session_state.get(SAID)
    if refused:
        st.error(plain(refused))
        frame.announce("Nothing was changed", refused.removesuffix("."))
    elif said:
        st.success(plain(said))
        frame.announce("Done", said.removesuffix("."))
    st.markdown(ROLES_SAY_WHAT)
    if cache.settings().sign_in == "demo":
        st.markdown(DEMO_NOTE)


def add(viewer: Viewer) -> None:
    """The form by which an authority, or homes of one, are granted."""
    st.header("Grant", anchor=False)
    known = run_fetch(cache.engine(), fetch_grantable, viewer)
    names = {"": ALL_AUTHORITIES, **dict(zip(known["authority"], known["authority_name"], strict=True))}
    st.radio("To a", KINDS, key=KIND, horizontal=True)
    st.text_input(
        "Identifier",
        key=SUBJECT,
        max_chars=128,
        help="The object ID that the sign-in provider shows for the person or group; a name is not enough.",
    )
    authority = st.selectbox("Authority", list(names), key=AUTHORITY, format_func=names.__getitem__)
    homes = known.loc[known["authority"].eq(authority), "home"].dropna().tolist()
    if homes:
        st.multiselect("Homes", homes, key=f"{HOMES}-{authority}", placeholder=ALL_HOMES)
    st.button("Grant", type="primary", on_click=_grant, args=(viewer,))


def holding(viewer: Viewer) -> pd.DataFrame:
    """The grants that hold, newest first, and the way to withdraw one. Answers every grant, also those withdrawn."""
    grants = run_fetch(cache.engine(), fetch_grants, viewer)
    held = grants[grants["withdrawn_at"].isna()]
    st.header("Grants that hold", anchor=False)
    if held.empty:
        st.markdown("None yet.")
        return grants
    st.table(_rows(held), hide_index=True, border="horizontal", alt="Grants that hold")
    labels = {row.id: f"{row.kind} {row.subject}: {_what(row.authority, row.home)}" for row in held.itertuples()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Withdraw a grant",
            list(labels),
            index=None,
            key=CHOSEN,
            format_func=labels.__getitem__,
            placeholder="Choose one",
        )
        st.button("Withdraw it", disabled=chosen is None, on_click=_withdraw, args=(viewer,))
    return grants


def history(grants: pd.DataFrame) -> None:
    """Every grant and when it was withdrawn."""
    st.header("History", anchor=False)
    if grants.empty:
        st.markdown("Nothing was granted yet.")
        return
    ended = [
        f"{_moment(row.withdrawn_at)} by {row.withdrawn_by}" if not pd.isna(row.withdrawn_at) else ""
        for row in grants.itertuples()
    ]
    rows = _rows(grants).assign(Withdrawn=ended)
    st.table(plain_cells(rows), hide_index=True, border="horizontal", alt="Every grant, newest first")


def _rows(grants: pd.DataFrame) -> pd.DataFrame:
    return plain_cells(
        pd.DataFrame(
            {
                "To": [f"{kind} {subject}" for kind, subject in zip(grants["kind"], grants["subject"], strict=True)],
                "What": [_what(*place) for place in zip(grants["authority"], grants["home"], strict=True)],
                "Granted": [
                    f"{_moment(when)} by {who}"
                    for when, who in zip(grants["granted_at"], grants["granted_by"], strict=True)
                ],
            }
        )
    )


def _what(authority: str, home: str) -> str:
    if not authority:
        return ALL_AUTHORITIES
    return f"{authority}: {home or ALL_HOMES.lower()}"


def _grant(viewer: Viewer) -> None:
    """Runs before the page is drawn again, so that its lists show what was granted."""

    def grant() -> str:
        made = save_grant(
            cache.engine(),
            viewer,
            subject=st.session_state[SUBJECT],
            kind=st.session_state[KIND],
            authority=st.session_state[AUTHORITY],
            homes=st.session_state.get(f"{HOMES}-{st.session_state[AUTHORITY]}", ()),
            now=datetime.now(),
        )
        st.session_state[SUBJECT] = ""
        return "1 grant was made." if made == 1 else f"{made} grants were made."

    _do(grant)


def _withdraw(viewer: Viewer) -> None:
    def withdraw() -> str:
        withdraw_grant(cache.engine(), viewer, grant_id=st.session_state[CHOSEN], now=datetime.now())
        return "The grant was withdrawn. It holds no longer from the next thing the person does here."

    _do(withdraw)


def _do(change: Callable[[], str]) -> None:
    st.session_state[SAID] = st.session_state[REFUSED] = ""
    try:
        st.session_state[SAID] = change()
    except (GrantRefused, NotPermitted) as refusal:
        st.session_state[REFUSED] = str(refusal)


def _moment(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y %H:%M}"
