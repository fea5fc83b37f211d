"""Finds or makes the child behind a source's reference. References are sealed; nothing here logs or raises them."""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlmodel import Session, col, select

from data_access.models import Child, ChildReference

# The sample holds no real child, so its key may stand here; it is refused for anything else.
SAMPLE_KEY = "the sample holds no real child"
MIN_KEY_LENGTH = 32
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those easily read as another
CODE_LENGTH = 5


class KeyMissing(ValueError):
    """References cannot be sealed; the message says what to set."""


class ChildRegister:
    """The children of one load, found by the sender's own references."""

    def __init__(self, session: Session, source: str, authority_id: int, key: str) -> None:
        self._session = session
        self._source = source
        self._authority_id = authority_id
        self._fernet = Fernet(base64.urlsafe_b64encode(_derived(key, b"seal")))
        self._lookup_key = _derived(key, b"lookup")
        self._seen: dict[str, int] = {}

    def child_id(self, reference: str) -> int:
        """The child behind a reference; one that the authority's source has not used before makes a new child."""
        if reference not in self._seen:
            # The authority is part of it: two councils' systems may number their children alike.
            named = f"{self._authority_id}\0{self._source}\0{reference}"
            lookup = hmac.new(self._lookup_key, named.encode(), hashlib.sha256).hexdigest()
            known = select(ChildReference.child_id).where(
                col(ChildReference.source) == self._source, col(ChildReference.lookup) == lookup
            )
            self._seen[reference] = self._session.exec(known).first() or self._new_child(reference, lookup)
        return self._seen[reference]

    def _new_child(self, reference: str, lookup: str) -> int:
        child = Child(code=self._free_code(), authority_id=self._authority_id)
        self._session.add(child)
        self._session.flush()
        child_id = int(child.id or 0)
        sealed = self._fernet.encrypt(reference.encode()).decode()
        self._session.add(ChildReference(child_id=child_id, source=self._source, lookup=lookup, sealed=sealed))
        return child_id

    def _free_code(self) -> str:
        while True:
            code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
            if self._session.exec(select(Child.id).where(col(Child.code) == code)).first() is None:
                return code


def usable_key(key: str | None) -> str:
    """The key to seal references with. Raises KeyMissing when it is absent, short or the sample's."""
    if not key or len(key) < MIN_KEY_LENGTH or key == SAMPLE_KEY:
        raise KeyMissing(
            f"CONCORDAT_KEY must hold a secret of at least {MIN_KEY_LENGTH} characters before data other than the "
            "sample can be loaded: children's references are sealed with it. Keep it safe; without it they are lost."
        )
    return key


def _derived(key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"concordat " + purpose).derive(key.encode())
