"""The business side: sources, tools, rules, seller, rates, what today means, models."""

from datetime import date
from typing import Final

from leadwright.adapters.mail.choosing import mailer_of
from leadwright.adapters.providers.corpus.conventions import FILE_NAME
from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.bootstrap import House
from leadwright.clock import SystemClock
from leadwright.entrypoints.cli.checkup.check import Check, fine, look
from leadwright.entrypoints.cli.telling import words
from leadwright.settings import Settings

OLD_RATES_DAYS: Final = 90
NEEDED: Final = ("company", "product", "helps", "values", "sender_name", "sender_email")
WISHED: Final = ("postal_address", "sender_phone")


def sources(settings: Settings) -> Check:
    """Where research finds anything: a corpus, or the sandbox."""
    folder, seed = settings.research.corpus, settings.sandbox.seed
    if folder is None and seed is not None:
        return look(
            "sources",
            f"the fictional world of seed {seed}: nothing in it is real",
            "set research.corpus to a folder of your own before you mean it",
        )
    if folder is None:
        return look(
            "sources",
            "none: every lead will wait for a person",
            "set research.corpus (or --corpus) to a folder with companies.jsonl",
        )
    corpus = CorpusProvider(folder, SystemClock())
    library = corpus.library
    counts = [
        words.counted(len(library.companies), "company record"),
        words.counted(sum(map(len, library.people.values())), "person", "people"),
        words.counted(sum(map(len, library.rounds.values())), "funding round"),
        words.counted(sum(map(len, library.news.values())), "news item"),
    ]
    own = "with" if (folder / FILE_NAME).is_file() else "without"
    newest = words.day(library.as_of) if library.as_of else "unknown"
    says = f"{folder}: {words.listed(counts)}; newest day {newest}; {own} a {FILE_NAME} of its own"
    return fine("sources", says)


def sandbox(settings: Settings) -> Check:
    """The fictional world that ships."""
    from leadwright.sandbox import build_world

    seed = settings.sandbox.seed or 1
    world = build_world(seed, 5)
    says = f"works: world {seed} has {words.counted(len(world.tables['companies']), 'record')}"
    return fine("sandbox", f"{says} for 5 leads")


def tools(house: House) -> Check:
    """Which source answers each tool."""
    asked = {tool for names in house.tools.grants.values() for tool in names}
    silent = sorted(
        tool
        for tool in asked & house.tools.specs.keys()
        if not any(tool in one.offers for one in house.tools.providers)
    )
    by_source = [
        f"{one.name} {len(one.offers & house.tools.specs.keys())}" for one in house.tools.providers
    ]
    says = f"{len(house.tools.specs)} tools; answered by {words.listed(by_source)}"
    if silent:
        return look(
            "tools",
            f"{says}; nobody answers {words.listed(silent)}",
            "name a source that does, such as research.corpus; what they ask stays unknown",
        )
    return fine("tools", says)


def rules(house: House) -> Check:
    """The rules that stop a lead, and the ideal customer."""
    file = house.settings.rules.file
    number = words.counted(len(house.rules.rules.rules), "rule")
    return fine("rules", f"{number}, {'as shipped' if file is None else f'from {file}'}")


def ideal_customer(house: House) -> Check:
    """Whom one wants to talk to."""
    terms = house.settings.icp.terms
    if not terms:
        return fine("ideal customer", "none described: every lead fits")
    least = house.settings.icp.min_fit
    return fine("ideal customer", f"{words.counted(len(terms), 'trait')}, fits from {least:.0%}")


def seller(settings: Settings) -> Check:
    """Who writes; an example seller must not write to real people."""
    given = settings.seller.model_fields_set
    left = [name for name in NEEDED if name not in given]
    if left:
        example = f"the example's {words.listed([name.replace('_', ' ') for name in left])}"
        return look(
            "seller",
            f"drafts still use {example}",
            f"set {words.listed([f'seller.{name}' for name in left])}",
        )
    says = f"{settings.seller.company}, {settings.seller.sender_name}"
    missing = [name for name in WISHED if getattr(settings.seller, name) is None]
    if "postal_address" in missing:
        return look(
            "seller", f"{says}; no postal address", "many laws want it: seller.postal_address"
        )
    return fine("seller", says)


def mail(settings: Settings) -> Check:
    """How approved mails go out."""
    given = settings.mail
    mailer_of(settings)
    if given.mailer == "folder":
        return fine("mail", f"files in {given.folder}: nobody receives them")
    how = {"starttls": "by STARTTLS", "tls": "by TLS", "none": "on this machine"}[given.security]
    who = f"as {given.user}" if given.user else "without a user"
    return fine("mail", f"{given.host}, port {given.port}, {how}, {who}")


def rates(settings: Settings) -> Check:
    """Exchange rates: how old, and for which currencies."""
    fx = settings.fx
    age = (SystemClock().now().date() - fx.as_of).days
    known = sorted({"USD", *fx.rates})
    says = f"of {words.day(fx.as_of)}, for {words.listed(known)}"
    if settings.intake.currency not in known:
        return look(
            "exchange rates",
            f"{says}; none for {settings.intake.currency}, the currency of intake",
            f"add fx.rates.{settings.intake.currency}; without it a person must look at every lead",
        )
    if age > OLD_RATES_DAYS:
        return look("exchange rates", f"{says}: {age} days old", "set fx.rates and fx.as_of anew")
    return fine("exchange rates", says)


def today(house: House) -> Check:
    """What today means."""
    house_day, real = house.clock.today(), house.clock.now().date()
    if house_day == real:
        return fine("today", words.day(real))
    return _another_day(house, house_day, real)


def _another_day(house: House, day: date, real: date) -> Check:
    source = "as_of says so" if isinstance(house.settings.as_of, date) else "the corpus's own day"
    says = f"taken to be {words.day(day)} ({source}); on the machine it is {words.day(real)}"
    return look("today", says, "--as-of today takes the machine's day")


def models(settings: Settings) -> Check:
    """Who plays the agents."""
    del settings
    return fine("models", "the playbook alone: no language model, no key, no cost")
