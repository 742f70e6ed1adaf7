"""What the seller says: the best fitting value proposition and the other seller slots."""

from collections.abc import Iterable

from leadwright.leads.findings import FactField
from leadwright.review.seller import SellerProfile, ValueProposition
from leadwright.tools.catalogue.drafting.contract import FactItem
from leadwright.tools.catalogue.drafting.phrasebook import Phrasebook
from leadwright.tools.catalogue.drafting.titles import Title, in_a_sentence
from leadwright.tools.catalogue.drafting.wording import Slot, rank

_MISFIT = -1


def best_fit(
    propositions: tuple[ValueProposition, ...],
    items: Iterable[FactItem],
    title: Title,
    seed: str,
) -> ValueProposition | None:
    """The proposition made for this role, industry and size; among equals the seed decides.

    None when all are made for others: what is meant for a controller is not told to an engineer.
    """
    known = {item.field: item.value for item in items}
    size = known.get(FactField.EMPLOYEES, "")
    employees = int(size) if size.isdecimal() else None
    industry = known.get(FactField.INDUSTRY)

    def fit(one: ValueProposition) -> int:
        tagged = ((one.industries, industry), (one.roles, title.role_name))
        if any(tags and value not in tags for tags, value in tagged) or _misses(one, employees):
            return _MISFIT
        return sum(bool(tags) for tags, _ in tagged) + _asks_size(one)

    fits = [fit(one) for one in propositions]
    best = max(fits, default=_MISFIT)
    able = [one for one, how_well in zip(propositions, fits, strict=True) if how_well == best]
    return able[rank(seed, "proposition") % len(able)] if best > _MISFIT else None


def seller_slots(
    seller: SellerProfile,
    pitch: ValueProposition | None,
    book: Phrasebook,
    seed: str,
    *,
    unwanted: str = "",
) -> dict[str, Slot]:
    """What may be said about the seller; none of it rests on findings.

    Without a proposition that fits, the product is all that is told. A question of the `unwanted`
    text is not asked again, where there is another one.
    """
    asks = _asked(seller, book, unwanted)
    said = {
        "seller": seller.company,
        "product": seller.product,
        "helps": seller.helps,
        "value": pitch.sentence if pitch else None,
        "problem": pitch.problem if pitch else None,
        "proof": seller.proof,
        "sender": seller.sender_name,
        "sender_role": in_a_sentence(seller.sender_title),
        "phone": seller.sender_phone,
        "cta": asks[rank(seed, "cta") % len(asks)],
        "signature": _signature(seller, book, seed),
    }
    slots = {name: Slot(text) for name, text in said.items() if text}
    if pitch is None:
        slots["?unspecific"] = Slot("")
    if book.titles.marks["founder"].search(seller.sender_title):
        slots["?sender_founder"] = Slot("")
    return slots


def _asked(seller: SellerProfile, book: Phrasebook, unwanted: str) -> tuple[str, ...]:
    own, ours = seller.calls_to_action, book.channels.email.calls_to_action
    new = tuple(ask for ask in (own or ours) if ask not in unwanted)
    return new or tuple(ask for ask in ours if ask not in unwanted) or ours


def _signature(seller: SellerProfile, book: Phrasebook, seed: str) -> str:
    endings = book.manners.ending
    place = f"{seller.sender_title}, {seller.company}" if seller.sender_title else seller.company
    lines = (endings[rank(seed, "ending") % len(endings)], seller.sender_name, place)
    footer = [f"\n{seller.postal_address}"] if seller.postal_address else []
    return "\n".join((*lines, *filter(None, [seller.sender_phone]), *footer))


def _asks_size(one: ValueProposition) -> bool:
    return one.min_employees is not None or one.max_employees is not None


def _misses(one: ValueProposition, employees: int | None) -> bool:
    if not _asks_size(one):
        return False
    if employees is None:
        return True
    return employees < (one.min_employees or 0) or employees > (one.max_employees or employees)
