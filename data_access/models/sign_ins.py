"""Who is signed in at the moment, without saying who."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlmodel import Field

from data_access.models.base import Base


class SignIn(Base, table=True):
    """One sign-in by OIDC: every tab of the browser and every replica asks here whether it goes on."""

    __tablename__ = "sign_in"

    key: str = Field(primary_key=True, description="SHA-256 of issuer, subject, moment of issue and nonce")
    started_at: datetime = Field(sa_type=DateTime, index=True, description="UTC, when it was first used here")
    last_active_at: datetime = Field(sa_type=DateTime, description="UTC, when the person last did something")
    ended_at: datetime | None = Field(
        default=None, sa_type=DateTime, description="UTC, when the person signed out or was away too long"
    )
    refused: bool = Field(default=False, description="Whether the person had no role or no grant, and was told so")
