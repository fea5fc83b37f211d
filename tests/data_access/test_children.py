"""Children's references: sealed, found again, never readable."""

import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from data_access.children import (
    CODE_LENGTH,
    CODE_LETTERS,
    MIN_KEY_LENGTH,
    SAMPLE_KEY,
    ChildRegister,
    KeyMissing,
    usable_key,
)
from data_access.database import make_engine
from data_access.migrate import migrate
from data_access.models import Authority, Base, Child, ChildReference
from data_access.reference import save_reference

KEY = "k" * MIN_KEY_LENGTH
OTHER_KEY = "o" * MIN_KEY_LENGTH


@pytest.fixture
def authority(engine):
    with Session(engine) as session, session.begin():
        derby = Authority(key="derby-city", name="Derby City")
        session.add(derby)
        session.flush()
        return derby.id


@pytest.fixture
def register(engine, authority):
    """Registers references in a load of their own and gives the children: register("P-1", "P-2")."""

    def children_of(*references, source="police", key=KEY):
        with Session(engine) as session, session.begin():
            of_this_load = ChildRegister(session, source, authority, key)
            return [of_this_load.child_id(reference) for reference in references]

    return children_of


def test_the_same_reference_is_the_same_child(register):
    first, second, third = register("P-4711", "P-4712", "P-4711")
    assert first == third != second
    assert register("P-4711") == [first]


def test_the_same_reference_of_another_source_is_another_child(register):
    assert register("4711", source="police") != register("4711", source="YJS")


def test_the_same_reference_of_two_councils_is_two_children(register, engine, authority):
    with Session(engine) as session, session.begin():
        other = Authority(key="derby-town", name="Derby Town")
        session.add(other)
        session.flush()
        of_the_other = ChildRegister(session, "police", other.id, KEY).child_id("P-4711")
    (of_derby,) = register("P-4711")
    assert of_derby != of_the_other
    assert register("P-4711") == [of_derby]


def test_a_source_and_a_reference_are_not_mixed_up(register):
    assert register("1", source="police 4") != register(" 41", source="police")


def test_the_same_reference_under_another_key_is_another_child(register):
    assert register("P-4711", key=KEY) != register("P-4711", key=OTHER_KEY)


@pytest.fixture
def unseal(engine, authority):
    def with_key(sealed, key):
        with Session(engine) as session:
            return ChildRegister(session, "police", authority, key)._fernet.decrypt(sealed)

    return with_key


def test_a_reference_can_be_unsealed_with_the_key_and_with_no_other(register, unseal, values_in, engine):
    register("P-4711")
    ((lookup, sealed),) = values_in(engine, ChildReference, "lookup", "sealed")
    assert "4711" not in lookup + sealed
    assert unseal(sealed, KEY) == b"P-4711"
    with pytest.raises(InvalidToken):
        unseal(sealed, OTHER_KEY)


def test_a_reference_can_be_read_nowhere_in_the_database(home_engine, load_rows):
    load_rows(home_engine, "incidents", {"child_reference": "REF-UNMISTAKABLE"}, key=KEY)
    with home_engine.connect() as connection:
        stored = repr([connection.execute(table.select()).all() for table in Base.metadata.sorted_tables])
    assert "INC-1" in stored
    assert "UNMISTAKABLE" not in stored


def test_a_reference_cannot_be_read_in_the_bytes_of_a_database_file(tmp_path, load_rows):
    url = f"sqlite:///{tmp_path / 'concordat.db'}"
    migrate(url)
    engine = make_engine(url)
    save_reference(engine)
    load_rows(engine, "homes", key=KEY)
    load_rows(engine, "incidents", {"child_reference": "REF-UNMISTAKABLE"}, key=KEY)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())  # the write-ahead log too
    engine.dispose()
    assert b"INC-1" in stored
    assert b"UNMISTAKABLE" not in stored


def test_a_child_has_a_short_random_code_and_the_authority_of_the_load(register, values_in, engine, authority):
    register(*(f"P-{number}" for number in range(30)))
    found = values_in(engine, Child, "code", "authority_id")
    assert len({code for code, _ in found}) == 30
    assert all(len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS) for code, _ in found)
    assert {of for _, of in found} == {authority}


@pytest.mark.parametrize("key", [None, "", "k" * (MIN_KEY_LENGTH - 1), SAMPLE_KEY])
def test_a_key_that_is_missing_short_or_the_samples_is_refused(key):
    with pytest.raises(KeyMissing, match=f"at least {MIN_KEY_LENGTH} characters"):
        usable_key(key)


@given(st.text(min_size=MIN_KEY_LENGTH))
def test_a_key_that_is_long_enough_is_taken_as_it_is(key):
    assert usable_key(key) == key
