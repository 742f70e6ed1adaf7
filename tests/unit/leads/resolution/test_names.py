import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.resolution.hosts import host_in, label_of, mail_host, same_host
from leadwright.leads.resolution.names import Part, bare_name, readings_of, spell
from leadwright.leads.resolution.vocabulary import english

WORDS = english()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ACME", "  acme "),
        ("Acme, Inc.", "Acme LLC"),
        ("Acme S.A.", "Acme"),
        ("Acme Pvt. Ltd.", "Acme Private Limited"),
        ("Acme GmbH & Co. KG", "Acme"),
        ("Tool & Die", "Tool and Die"),
        ("The Grove", "Grove"),
        ("Grove (The)", "Grove"),
        ("Café Zürich", "Cafe Zurich"),
        ("Øresund Łódź", "Oresund Lodz"),
        ("Center'd", "Centerd"),
        ("Red-Rover", "Red Rover"),
        ("株式会社ノール", "ノール"),
        ("Nordvik A/S", "Nordvik"),
        ("Torrani S.p.A.", "TORRANI S.P.A"),
        ("Łysy Sp. z o.o.", "Łysy"),
        ("LYSY SP. Z O. O.", "Lysy"),
        ("Dağ Ltd. Şti.", "DAĞ A.Ş."),
        ("Fjell AB (publ)", "Fjell"),
        ("Tanne UG (haftungsbeschränkt)", "Tanne"),
        ("Mesa S.A. de C.V.", "Mesa"),
        ("Θάλασσα Α.Ε.", "Θάλασσα"),  # noqa: RUF001 - Greek letters
        ("Grove Company (The)", "Grove"),
    ],
)
def test_the_same_name_written_differently_has_one_core(left: str, right: str) -> None:
    assert spell(left, WORDS).core == spell(right, WORDS).core


@pytest.mark.parametrize(
    ("left", "right"),
    [("Glow Spa", "Glow"), ("A.S. Nordvik", "Nordvik"), ("Nordvik Y", "Nordvik")],
)
def test_letters_that_are_no_legal_form_are_part_of_the_name(left: str, right: str) -> None:
    assert spell(left, WORDS).core != spell(right, WORDS).core


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("Nordvik Looms Sp. z o.o.", "Nordvik Looms"),
        ("Müller GmbH & Co. KG", "Müller"),
        ("Nordvik A/S", "Nordvik"),
        ("Glow Spa", "Glow Spa"),
        ("Inc.", "Inc."),
        ("", ""),
    ],
)
def test_a_name_is_kept_as_written_without_its_legal_form(written: str, bare: str) -> None:
    assert bare_name(written, WORDS) == bare


@pytest.mark.parametrize("name", ["Nordvik Looms, A/S", "Nordvik Looms A/S", "Nordvik S/A"])
def test_a_stroke_in_a_legal_form_parts_no_names(name: str) -> None:
    assert [reading.part for reading in readings_of(name, WORDS)] == [Part.WHOLE]


@given(st.text(alphabet="abc XY.&-/'éß", max_size=30))
def test_a_bare_name_is_an_opening_with_the_same_core(text: str) -> None:
    bare = bare_name(text, WORDS)
    assert " ".join(text.split()).startswith(" ".join(bare.split()))
    assert spell(bare, WORDS).core == spell(text, WORDS).core


@pytest.mark.parametrize("name", ["Inc.", "The", "Co", "Limited"])
def test_a_name_of_nothing_but_a_legal_form_keeps_it(name: str) -> None:
    assert spell(name, WORDS).core


@pytest.mark.parametrize(
    ("text", "part", "core"),
    [
        ("Orbita (Grand Telecom)", Part.UNIT, "orbita"),
        ("Orbita (Grand Telecom)", Part.INNER, "grandtelecom"),
        ("Grand Telecom / Orbita", Part.UNIT, "orbita"),
        ("Grand Telecom / Orbita", Part.PARENT, "grandtelecom"),
        ("Orbita, a Grand Telecom company", Part.UNIT, "orbita"),
        ("Play For A Cause, a Grand company", Part.UNIT, "playforacause"),
        ("Orbita, part of Grand Telecom", Part.PARENT, "grandtelecom"),
        ("Orbita (formerly Sputnik)", Part.ALSO, "sputnik"),
        ("Orbita d/b/a Sputnik", Part.ALSO, "sputnik"),
        ("Grand / Orbita (Sputnik)", Part.UNIT, "orbitasputnik"),
        ("orbita.com", Part.HOST, "orbita"),
    ],
)
def test_a_name_that_holds_two_is_read_both_ways(text: str, part: Part, core: str) -> None:
    assert (part, core) in {(one.part, one.core) for one in readings_of(text, WORDS)}


@given(st.text(max_size=60))
def test_any_text_can_be_read_and_the_whole_comes_first(text: str) -> None:
    readings = readings_of(text, WORDS)
    assert all(one.core and one.full for one in readings)
    if spell(text, WORDS).core:
        assert readings[0].part is Part.WHOLE


@given(st.text(alphabet="abc XY.&-'éß", max_size=30))
def test_reading_a_core_again_changes_nothing(text: str) -> None:
    core = spell(text, WORDS).core
    assert "".join(spell(core, WORDS).full) == core


def test_a_host_is_told_from_a_name() -> None:
    assert host_in("orbita.com") == "orbita.com"
    assert host_in("http://www.Orbita.io/about") == "orbita.io"
    assert host_in("Orbita Inc.") is None
    assert label_of("www.orbita.co.uk", WORDS) == "orbita"
    assert same_host("mail.orbita.com", "orbita.com")
    assert not same_host("myorbita.com", "orbita.com")


def test_a_free_mail_host_says_nothing() -> None:
    assert mail_host("a@gmail.com", WORDS) is None
    assert mail_host("a@orbita.com", WORDS) == "orbita.com"
    assert mail_host(None, WORDS) is None
