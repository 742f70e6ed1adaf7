"""The vault: what is sealed opens only whole, in its place and under its key."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.governance.vault import (
    KEY_BYTES,
    MasterKeyWrong,
    Seal,
    SealBroken,
    Vault,
    place,
)

MASTER = bytes(range(KEY_BYTES))
VAULT = Vault(MASTER, Vault.found(MASTER))
HERE = place("leads", "lead_1", "document")

plain_texts = st.binary(max_size=200) | st.binary(min_size=900, max_size=4000)
names = st.text(max_size=40)


@pytest.fixture
def seal() -> Seal:
    return VAULT.new_keys(["lead_1"])[0][0]


@given(plain=plain_texts, row=names, version=st.integers(0, 10**6))
def test_what_is_sealed_opens_again(plain: bytes, row: str, version: int) -> None:
    seal = VAULT.new_keys(["lead_1"])[0][0]
    where = place("sessions", row, "document", version)
    assert seal.open(where, seal.seal(where, plain)) == plain


@given(plain=plain_texts, data=st.data())
def test_a_single_changed_bit_is_refused(plain: bytes, data: st.DataObject) -> None:
    seal = VAULT.new_keys(["lead_1"])[0][0]
    sealed = bytearray(seal.seal(HERE, plain))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        seal.open(HERE, bytes(sealed))


@given(length=st.integers(0, 40))
def test_a_value_that_was_cut_is_refused(length: int) -> None:
    seal = VAULT.new_keys(["lead_1"])[0][0]
    sealed = seal.seal(HERE, b"a name that is long enough")
    with pytest.raises(SealBroken):
        seal.open(HERE, sealed[:length])


@pytest.mark.parametrize(
    "elsewhere",
    [
        place("leads", "lead_2", "document"),
        place("leads", "lead_1", "raw"),
        place("leads", "lead_1", "document", 2),
        place("sessions", "lead_1", "document"),
    ],
)
def test_a_value_moved_to_another_place_is_refused(seal: Seal, elsewhere: bytes) -> None:
    sealed = seal.seal(HERE, b"Ada")
    with pytest.raises(SealBroken, match="audit verify"):
        seal.open(elsewhere, sealed)


def test_the_same_text_is_never_sealed_the_same_way_twice(seal: Seal) -> None:
    assert len({seal.seal(HERE, b"Ada") for _ in range(100)}) == 100


def test_long_texts_take_less_room(seal: Seal) -> None:
    text = b"the same words again and again " * 200
    assert len(seal.seal(HERE, text)) < len(text) / 5


def test_one_lead_cannot_read_what_is_sealed_for_another(seal: Seal) -> None:
    sealed = VAULT.new_keys(["lead_2"])[0][0].seal(HERE, b"Ada")
    with pytest.raises(SealBroken):
        seal.open(HERE, sealed)


def test_a_wrapped_key_opens_what_was_sealed_with_it() -> None:
    seal, wrapped = VAULT.new_keys(["lead_1"])[0]
    sealed = seal.seal(HERE, b"Ada")
    assert VAULT.unwrap("lead_1", wrapped).open(HERE, sealed) == b"Ada"


def test_a_wrapped_key_belongs_to_its_lead_alone() -> None:
    _, wrapped = VAULT.new_keys(["lead_1"])[0]
    with pytest.raises(SealBroken):
        VAULT.unwrap("lead_2", wrapped)


@pytest.mark.parametrize("master", [secrets.token_bytes(KEY_BYTES), b"short", b""])
def test_another_master_key_is_refused_with_advice(master: bytes) -> None:
    with pytest.raises(MasterKeyWrong, match="key file"):
        Vault(master, Vault.found(MASTER))


def test_the_house_keeps_its_secret_when_it_is_opened_again() -> None:
    wrapped = Vault.found(MASTER)
    one, again = Vault(MASTER, wrapped), Vault(MASTER, wrapped)
    assert one.naming.blind("email", "ada@x.example") == again.naming.blind(
        "email", "ada@x.example"
    )
    assert one.naming.pseudonym("lead_1") == again.naming.pseudonym("lead_1")
    assert one.naming.mint("lead", "row 1") == again.naming.mint("lead", "row 1")
    assert again.house.open(HERE, one.house.seal(HERE, b"Ada")) == b"Ada"


def test_two_houses_under_one_master_key_have_nothing_in_common() -> None:
    one, other = (Vault(MASTER, Vault.found(MASTER)) for _ in range(2))
    assert one.naming.blind("email", "ada@x.example") != other.naming.blind(
        "email", "ada@x.example"
    )
    assert one.naming.pseudonym("lead_1") != other.naming.pseudonym("lead_1")


@given(left=st.tuples(names, names), right=st.tuples(names, names))
def test_blind_values_are_equal_when_kind_and_value_are(
    left: tuple[str, str], right: tuple[str, str]
) -> None:
    if "\0" in left[0] + right[0]:  # kinds are ours, and have none
        return
    assert (VAULT.naming.blind(*left) == VAULT.naming.blind(*right)) == (left == right)


def test_ids_say_what_they_are_of_and_nothing_else() -> None:
    minted = VAULT.naming.mint("lead", "Ada", "ada@x.example")
    assert minted.startswith("lead_")
    assert "ada" not in minted.lower().removeprefix("lead_")
    assert minted != VAULT.naming.mint("lead", "Ada", "eve@x.example")


def test_randomness_is_handed_in() -> None:
    drawn = iter(range(1, 100))
    entropy = [lambda size: bytes([next(drawn)]) * size, lambda size: b"\7" * size]
    wrapped = [Vault.found(MASTER, source) for source in entropy]
    assert wrapped[0] != wrapped[1]
    vault = Vault(MASTER, wrapped[1], entropy[1])
    assert vault.new_keys(["lead_1"])[0][1] == vault.new_keys(["lead_1"])[0][1]
