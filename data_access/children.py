"""Finds or makes the child behind a source's reference. References are sealed; nothing here logs or raises them."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlmodel import Session, col, select

from data_access.models import Child, ChildReference

# The sample holds no real child, so its key may stand here; it is refused for anything else.
SAMPLE_KEY = "the sample holds no real child"
MIN_KEY_LENGTH = 32
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those easily read as another
CODE_LENGTH = 5
AT_ONCE = 500


class KeyMissing(ValueError):
    """References cannot be sealed; the message says what to set."""


class ChildRegister:
    """The children of one load, found by the sender's own references."""

    def __init__(self, session: Session, source: str, authority_id: int, key: str) -> None:
        self._session = session
        self._source = source
        self._authority_id = authority_id
        self._key = key
        self._fernet = Fernet(base64.urlsafe_b64encode(_derived(key, b"seal")))
        self._lookup_key = _derived(key, b"lookup")
        self._seen: dict[str, int] = {}
        self.added: list[tuple[str, int]] = []  # tables and numbers of rows, so that undoing can take them back

    def of_source(self, source: str) -> "ChildRegister":
        """The register of another source of the same authority."""
        return ChildRegister(self._session, source, self._authority_id, self._key)

    def opened(self, sealed: str) -> str:
        """A reference as its source writes it. Raises KeyMissing where it was sealed with another key."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise KeyMissing("CONCORDAT_KEY is not the key with which this reference was sealed.") from None

    def child_id(self, reference: str) -> int:
        """The child behind a reference; one that the authority's source has not used before makes a new child."""
        if reference not in self._seen:
            self.child_ids([reference])
        return self._seen[reference]

    def child_ids(self, references: Iterable[str]) -> dict[str | None, int | None]:
        """The children behind references, asked for in few statements; None, where a row names none, is no child."""
        wanted = set(references)
        unseen = sorted(wanted - self._seen.keys())
        for start in range(0, len(unseen), AT_ONCE):
            self._look_up(unseen[start : start + AT_ONCE])
        return {None: None, **{reference: self._seen[reference] for reference in wanted}}

    def lookup(self, reference: str) -> str:
        """The keyed hash by which a reference is found."""
        return _lookup(self._lookup_key, self._authority_id, self._source, reference)

    def _look_up(self, references: list[str]) -> None:
        lookups = {self.lookup(reference): reference for reference in references}
        known = select(ChildReference.lookup, ChildReference.child_id).where(
            col(ChildReference.source) == self._source, col(ChildReference.lookup).in_(lookups)
        )
        for lookup, child_id in self._session.exec(known):
            self._seen[lookups.pop(lookup)] = child_id
        if lookups:
            self._add_children(lookups)

    def _add_children(self, lookups: dict[str, str]) -> None:
        children = [Child(code=code, authority_id=self._authority_id) for code in self._free_codes(len(lookups))]
        self._session.add_all(children)
        self._session.flush()
        sealed = []
        for (lookup, reference), child in zip(lookups.items(), children, strict=True):
            self._seen[reference] = child_id = int(child.id or 0)
            text = self._fernet.encrypt(reference.encode()).decode()
            sealed.append(ChildReference(child_id=child_id, source=self._source, lookup=lookup, sealed=text))
        self._session.add_all(sealed)
        self._session.flush()
        self.added += [("child", int(child.id or 0)) for child in children]
        self.added += [("child_reference", int(reference.id or 0)) for reference in sealed]

    def _free_codes(self, number: int) -> list[str]:
        """So many codes that nobody has; in an order that tells nothing."""
        codes: list[str] = []
        while len(codes) < number:
            made: set[str] = {_random_code() for _ in range(number - len(codes))} - set(codes)
            taken = set(self._session.exec(select(Child.code).where(col(Child.code).in_(made))))
            codes += [code for code in made if code not in taken]
        return codes


def _random_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def reference_lookup(key: str, authority_id: int, source: str, reference: str) -> str:
    """The keyed hash by which a source's own reference of a child is found, without unsealing any."""
    return _lookup(_derived(key, b"lookup"), authority_id, source, reference)


def usable_key(key: str | None) -> str:
    """The key to seal references with. Raises KeyMissing when it is absent, short or the sample's."""
    if not key or len(key) < MIN_KEY_LENGTH or key == SAMPLE_KEY:
        raise KeyMissing(
            f"CONCORDAT_KEY must hold a secret of at least {MIN_KEY_LENGTH} characters before data other than the "
            "sample can be loaded: children's references are sealed with it. Keep it safe; without it they are lost."
        )
    return key


def _lookup(lookup_key: bytes, authority_id: int, source: str, reference: str) -> str:
    # The authority is part of it: two councils' systems may number their children alike.
    named = f"{authority_id}\0{source}\0{reference}"
    return hmac.new(lookup_key, named.encode(), hashlib.sha256).hexdigest()


def _derived(key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"concordat " + purpose).derive(key.encode())
