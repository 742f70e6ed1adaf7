"""What resolution is told: the conventions of the corpus, its words, and how much a clue weighs."""

from dataclasses import dataclass, field

from leadwright.leads.conventions import Conventions
from leadwright.leads.resolution.vocabulary import Vocabulary, english


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Log-odds a clue adds; 0 in all is as likely as "none of the companies we know"."""

    before_all: float = -2.0  # that a lead's company is this one, before anything is compared

    # The name, by how the record has it; the lower of the two sides counts.
    name: float = 7.0
    former_name: float = 5.5
    part_of_name: float = 5.0
    inner_name: float = 3.5  # "SoFi (Social Finance)": another name, an owner or a place
    code_as_name: float = 1.5  # a stock ticker
    other_brackets: float = 1.5  # "News Corp (Class A)" and "News Corp (Class B)"
    unit_of_lead: float = 5.2
    address_as_name: float = 4.0
    slip: float = 3.8
    slip_short: float = 2.0  # in five letters or fewer a slip often makes another name
    swapped_in: float = 2.6
    two_slips: float = 2.0
    slip_long: float = 1.2  # more, where the name is long
    address_spells: float = 1.5  # the label of its web domain is the lead's name
    other_order: float = 4.0  # the same words, turned round
    name_and_place: float = 5.0  # its name, and its town behind it
    longer_name: float = 0.5  # one name starts with the other
    same_stem: float = 1.0  # equal but for words that only describe
    close: float = 0.0
    parent_only: float = -3.0  # the lead works at a unit, this is the owner
    other_name: float = -6.0
    written_so: float = -6.0  # mail or web address spell the lead's name as written: no typo

    domain_same: float = 8.0
    domain_in_name: float = 6.5  # known only from a name that is a web address
    domain_spells_name: float = 4.5
    domain_other: float = -9.0
    mail_domain_same: float = 6.0
    mail_spells_name: float = 4.5
    mail_agrees: float = 0.5  # repeats what the name already said
    mail_other: float = -1.5
    mail_other_ending: float = -2.0  # spells the name, but is not the known web address
    person_listed: float = 6.0
    country_same: float = 0.7
    country_other: float = -3.5
    parent_agrees: float = 1.5
    owner_address: float = 1.0  # web or mail address of the owner: units often use it


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionSettings:
    """How to link, weigh and decide.

    Attributes:
        conventions: What is special about the sources at hand.
        vocabulary: Legal forms, filler words, hosts that say nothing.
        weights: How much each clue counts.
        sure: The share of belief one company needs to be called the one.
        close_ratio: How alike (0 to 100) two names must be to count as close.
    """

    conventions: Conventions = field(default_factory=Conventions)
    vocabulary: Vocabulary = field(default_factory=english)
    weights: Weights = field(default_factory=Weights)
    sure: float = 0.7
    close_ratio: float = 85.0
