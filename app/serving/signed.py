"""The sign-in that a browser's cookies prove, read as Streamlit writes it."""

import json
import re
from collections.abc import Mapping
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

from data_access.oidc import Oidc
from data_access.sign_ins import Claims, claims_of

COOKIE = "_streamlit_user"
IN_PARTS = re.compile(r"chunks-([1-9][0-9]?)")  # a long one is split, and the first cookie says into how many


def signed_in(cookies: Mapping[str, str], oidc: Oidc) -> Claims | None:
    """The claims that the cookies hold; None unless this server signed each, for this address and not too long ago."""
    told = _part(cookies, COOKIE, oidc)
    in_parts = IN_PARTS.fullmatch(told or "")
    if in_parts:
        parts = [_part(cookies, f"{COOKIE}_{number + 1}", oidc) for number in range(int(in_parts[1]))]
        told = None if None in parts else "".join(part for part in parts if part)
    try:
        user: Any = json.loads(told) if told else None
    except ValueError:
        return None
    if not isinstance(user, dict) or user.get("is_logged_in") is not True or user.get("origin") != oidc.base_url:
        return None
    return claims_of(user)


def _part(cookies: Mapping[str, str], name: str, oidc: Oidc) -> str | None:
    signed = URLSafeTimedSerializer(oidc.cookie_secret, salt=name)
    try:
        value = signed.loads(cookies.get(name, ""), max_age=int(oidc.longest.total_seconds()))
    except BadData:
        return None
    return value if isinstance(value, str) else None
