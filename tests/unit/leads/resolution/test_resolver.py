from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.leads.resolution.builders import (
    SETTINGS,
    a_lead,
    a_person,
    a_record,
    among,
    chosen,
)

from leadwright.leads.findings import Match
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.records import CompanyRecord
from leadwright.leads.resolution.resolver import Hit, resolve

ORBITA = a_record(
    "Orbita Systems", key="orbita", domain="orbita.com", country="US", city="Springfield"
)


@pytest.mark.parametrize(
    "written",
    [
        "orbita systems",
        "ORBITA SYSTEMS, INC.",
        "Orbita Sytsems",
        "Orbita Ssystems",
        "Orbita Systems (Grand Telecom)",
        "Grand Telecom / Orbita Systems",
        "Orbita Systems, a Grand Telecom company",
        "Grand Telecom: Orbita Systems",
        "Systems Orbita",
        "Orbita Systems - Springfield",
        "Orbita Systems, Springfield",
    ],
)
def test_a_company_is_found_under_a_noisy_name(written: str) -> None:
    assert chosen(among(a_lead(written), ORBITA)) == "Orbita Systems"


def test_a_former_name_and_both_halves_of_a_written_pair_are_names() -> None:
    record = a_record("Vostok (formerly Sputnik)", aliases=("Mir Labs",))
    for written in ("Vostok", "Sputnik", "Mir Labs"):
        assert among(a_lead(written), record).match is Match.UNIQUE


def test_an_address_alone_finds_its_company() -> None:
    assert chosen(among(a_lead(None, domain="orbita.com"), ORBITA)) == "Orbita Systems"
    assert chosen(among(a_lead("orbita.com"), ORBITA)) == "Orbita Systems"
    assert chosen(among(a_lead(None, email="a@orbita.com"), ORBITA)) == "Orbita Systems"


def test_a_company_goes_by_a_name_that_is_not_shouted() -> None:
    shouted = replace(ORBITA, record_id="alpha-1:z", name="ORBITA SYSTEMS")
    assert chosen(among(a_lead("orbita systems"), ORBITA, shouted)) == "Orbita Systems"


def test_another_place_behind_the_name_is_another_name() -> None:
    assert among(a_lead("Orbita Systems - Shelbyville"), ORBITA).match is Match.NONE


def test_an_address_that_spells_the_name_speaks_for_a_company_without_one() -> None:
    known = a_record("Nordvik Catering AG", country="DE")
    lead = a_lead("Nordvik", domain="nordvik-catering.de", country="DE")
    assert among(lead, known).match is Match.UNIQUE


def test_another_web_address_shows_another_company() -> None:
    verdict = among(a_lead("Orbita Systems", domain="orbita-systems.net"), ORBITA)
    assert verdict.match is Match.NONE
    assert "orbita-systems.net" in verdict.reason


def test_a_listed_person_outweighs_another_web_address() -> None:
    person = a_person("Ann Lee", ORBITA)
    lead = a_lead("Orbita Systems", domain="orbita.io", person="Lee, Ann")
    assert among(lead, ORBITA, person=person).match is Match.UNIQUE


def test_a_name_confirmed_by_its_own_mail_is_no_typo() -> None:
    near = a_record("Netbooks", key="netbooks")
    assert among(a_lead("Nethooks", email="x@nethooks.example"), near).match is Match.NONE
    assert chosen(among(a_lead("Nettbooks", email="x@netbooks.example"), near)) == "Netbooks"


def test_companies_of_one_name_are_ambiguous_until_something_decides() -> None:
    west = a_record("Castle", key="west", domain="castle.io", country="US")
    east = a_record("Castle", key="east", domain="entercastle.com", country="SG")
    verdict = among(a_lead("Castle", email="x@castle.example"), west, east)
    assert verdict.match is Match.AMBIGUOUS
    assert {one.entity_id for one in verdict.candidates} == {"alpha-1:west", "alpha-1:east"}

    def key(**clues: str) -> str | None:
        decided = among(a_lead("Castle", **clues), west, east)
        return decided.entity.entity_id if decided.entity else None

    assert key(domain="castle.io") == "alpha-1:west"
    assert key(country="SG") == "alpha-1:east"
    assert key(email="x@entercastle.com") == "alpha-1:east"


def test_a_person_decides_between_two_of_one_name() -> None:
    west, east = a_record("Castle", key="west"), a_record("Castle", key="east")
    lead = a_lead("Castle", person="Ann Lee")
    assert among(lead, west, east, person=a_person("Ann Lee", east)).entity is not None


def test_a_person_alone_is_no_company() -> None:
    lead = a_lead("Something Else", person="Ann Lee")
    assert among(lead, ORBITA, person=a_person("Ann Lee", ORBITA)).match is Match.NONE


def test_the_owner_of_the_unit_is_not_the_company() -> None:
    owner = a_record("Grand Telecom")
    assert among(a_lead("Grand Telecom / Orbita"), owner).match is Match.NONE
    assert among(a_lead("Orbita (Grand Telecom)"), owner).match is Match.NONE


def test_a_unit_may_write_from_its_owners_host() -> None:
    unit = a_record("Vostok", parent="Grand Telecom", country="US")
    owner = a_record("Grand Telecom", domain="grand.com", country="US")
    for written in ("Vostok (Grand Telecom)", "Grand Telecom: Vostok"):
        assert chosen(among(a_lead(written, email="a@grand.com"), unit, owner)) == "Vostok"


def test_brackets_that_differ_tell_two_apart() -> None:
    a_shares = a_record("Nova Corp (Class A)", key="a")
    b_shares = a_record("Nova Corp (Class B)", key="b")
    assert among(a_lead("Nova Corp (Class B)"), a_shares).match is Match.NONE
    assert among(a_lead("Nova Corp"), a_shares, b_shares).match is Match.AMBIGUOUS
    assert chosen(among(a_lead("Nova Corp (Class A)"), a_shares, b_shares)) == "Nova Corp (Class A)"


def test_a_ticker_is_not_a_name() -> None:
    listed = a_record("Northern Keystone", source="list", aliases=("KEY",))
    assert among(a_lead("Key"), listed).match is Match.NONE


def test_a_sold_companys_web_address_is_not_its_name() -> None:
    sold = a_record("Thousand Days", domain="ancestors.com", status="acquired")
    assert among(a_lead("Ancestors", domain="ancestors.com"), sold).match is Match.NONE
    live = a_record("International Widget Makers", domain="iwm.com", status="operating")
    assert among(a_lead("IWM", domain="iwm.com"), live).match is Match.UNIQUE


def test_a_free_mail_address_changes_nothing() -> None:
    with_mail = among(a_lead("Orbita Systems", email="x@gmail.com"), ORBITA)
    assert with_mail == among(a_lead("Orbita Systems"), ORBITA)


def test_nothing_known_and_nothing_said_are_both_none() -> None:
    assert among(a_lead("Orbita Systems")).match is Match.NONE
    assert among(a_lead(None, person="Ann Lee", email="a@gmail.com"), ORBITA).match is Match.NONE


def test_every_candidate_says_why() -> None:
    verdict = among(a_lead("Orbita Systems", domain="orbita.com", country="US"), ORBITA)
    assert verdict.entity is not None
    assert verdict.entity.reasons == (
        "the name is the same",
        "the web domain orbita.com is the same",
        "the country US is the same",
    )
    assert verdict.confidence > 0.99


POOL = [
    ORBITA,
    a_record("Orbita", key="plain"),
    a_record("Orbita", source="beta", key="plain", domain="orbita.io"),
    a_record("Orbital Systems", key="orbital", domain="orbital.com"),
    a_record("Castle", key="c1", country="US"),
    a_record("Castle", key="c2"),
]
LEADS = st.builds(
    a_lead,
    st.sampled_from([None, "Orbita", "Orbita Systems", "Orbitaa Systems", "Castle", "Zenith"]),
    domain=st.sampled_from([None, "orbita.com", "orbita.io", "elsewhere.com"]),
    country=st.sampled_from([None, "US", "DE"]),
    email=st.sampled_from([None, "a@orbita.example", "a@orbital.com", "a@gmail.com"]),
)


@given(LEADS, st.permutations(POOL))
def test_the_order_of_hits_and_the_id_of_the_lead_change_nothing(
    lead: Lead, pool: list[CompanyRecord]
) -> None:
    renamed = replace(lead, lead_id=LeadId("another"), external_ids=(("file", "42"),), position=7)
    hits = [Hit(record=record) for record in pool]
    usual = [Hit(record=record) for record in POOL]
    assert resolve(renamed, hits, SETTINGS) == resolve(lead, usual, SETTINGS)


@given(LEADS)
def test_one_verdict_fits_its_candidates(lead: Lead) -> None:
    verdict = among(lead, *POOL)
    scores = [one.score for one in verdict.candidates]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= verdict.confidence <= 1
    assert verdict.reason
    if verdict.match is Match.AMBIGUOUS:
        assert len(verdict.candidates) > 1
    if verdict.match is Match.UNIQUE:
        assert verdict.confidence >= SETTINGS.sure


@given(LEADS)
def test_a_company_unlike_all_the_lead_says_changes_nothing(lead: Lead) -> None:
    stranger = a_record("Quite Different Wares", key="stranger", domain="wares.example")
    before, after = among(lead, *POOL), among(lead, *POOL, stranger)
    assert (before.match, before.entity) == (after.match, after.entity)
