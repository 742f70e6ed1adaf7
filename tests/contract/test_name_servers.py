"""What every name server promises to the checks: records, nothing, or an honest silence."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest
from tests.fakes.name_servers import FakeNameServer

from leadwright.adapters.dns import DnsNameServer
from leadwright.errors import Unavailable
from leadwright.tools.catalogue.names import Heard, Offline, resolves, takes_mail
from leadwright.tools.catalogue.ports import NameServer, RecordType

PORT = "leadwright.tools.catalogue.ports:NameServer"
IMPLEMENTATIONS = [
    "leadwright.adapters.dns:DnsNameServer",
    "leadwright.tools.catalogue.names:Offline",
    "tests.fakes.name_servers:FakeNameServer",
]

pytestmark = pytest.mark.contract

RECORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("acme.com", "MX"): ("mail.acme.com.",),
    ("acme.com", "A"): ("192.0.2.7",),
    ("plain.com", "A"): ("192.0.2.8",),
    ("six.com", "AAAA"): ("2001:db8::1",),
    ("no-mail.com", "MX"): (".",),
    ("no-mail.com", "A"): ("192.0.2.9",),
}
SILENT = "silent.com"
Opened = Callable[[], AbstractAsyncContextManager[NameServer]]


class Zone(asyncio.DatagramProtocol):
    """A name server on this machine."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        reply = dns.message.make_response(query)
        question = query.question[0]
        name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
        known = RECORDS.get((name.rstrip("."), kind), ())
        if name.startswith(SILENT):
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif known:
            written = [f"10 {host}" if kind == "MX" else host for host in known]
            reply.answer.append(dns.rrset.from_text_list(name, 60, "IN", kind, written))
        elif not any(host == name.rstrip(".") for host, _ in RECORDS):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        self.transport.sendto(reply.to_wire(), addr)


@asynccontextmanager
async def by_network() -> AsyncIterator[NameServer]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Zone, local_addr=("127.0.0.1", 0))
    try:
        port = transport.get_extra_info("sockname")[1]
        yield DnsNameServer(server="127.0.0.1", port=port, patience_s=5.0)
    finally:
        transport.close()


@asynccontextmanager
async def by_heart() -> AsyncIterator[NameServer]:
    yield FakeNameServer(RECORDS, silent=frozenset({SILENT}))


@pytest.fixture(params=[by_network, by_heart], ids=lambda made: made.__name__)
async def names(request: pytest.FixtureRequest) -> AsyncIterator[NameServer]:
    made: Opened = request.param
    async with made() as opened:
        yield opened


async def test_records_are_told_as_they_are(names: NameServer) -> None:
    for (domain, kind), known in RECORDS.items():
        assert await names.look_up(domain, RecordType(kind)) == known


async def test_what_does_not_exist_has_no_records(names: NameServer) -> None:
    assert await names.look_up("nobody.com", RecordType.ADDRESS) == ()
    assert await names.look_up("plain.com", RecordType.MAIL) == ()


async def test_silence_is_an_error_and_no_answer(names: NameServer) -> None:
    with pytest.raises(Unavailable):
        await names.look_up(SILENT, RecordType.MAIL)


async def test_the_house_without_a_name_server_never_answers() -> None:
    with pytest.raises(Unavailable, match=r"research\.dns"):
        await Offline().look_up("acme.com", RecordType.MAIL)


@pytest.mark.parametrize(
    ("domain", "leads_somewhere", "mail"),
    [
        ("acme.com", Heard.YES, Heard.YES),
        ("plain.com", Heard.YES, Heard.YES),
        ("six.com", Heard.YES, Heard.YES),
        ("no-mail.com", Heard.YES, Heard.NO),
        ("nobody.com", Heard.NO, Heard.NO),
        (SILENT, Heard.UNKNOWN, Heard.UNKNOWN),
    ],
)
async def test_a_domain_without_a_mail_record_takes_its_mail_itself(
    names: NameServer, domain: str, leads_somewhere: Heard, mail: Heard
) -> None:
    assert await resolves(domain, names) is leads_somewhere
    assert await takes_mail(domain, names) is mail
