"""A name server by way of dnspython: the machine's own resolver, or one that is named."""

from typing import ClassVar

from leadwright.errors import Unavailable
from leadwright.tools.catalogue.ports import RecordType

PORT = 53


class NameServerSilent(Unavailable):
    """The name server does not answer, or there is none."""

    code: ClassVar[str] = "name_server_silent"

    def __init__(self, domain: str, why: Exception) -> None:
        super().__init__(
            f"No name server answers about {domain} ({type(why).__name__}); check the network, or"
            " set `research.dns` to false."
        )


class DnsNameServer:
    """Asks over the network, and never longer than its patience."""

    def __init__(
        self, *, server: str | None = None, port: int = PORT, patience_s: float = 2.0
    ) -> None:
        self._server = server
        self._port = port
        self._patience_s = patience_s

    async def look_up(self, domain: str, wanted: RecordType) -> tuple[str, ...]:
        """The records of a domain, each mail record as its host."""
        # Slow to load; only who asks pays for it.
        from dns import asyncresolver, exception, resolver  # noqa: PLC0415

        try:
            asking = asyncresolver.Resolver(configure=self._server is None)
            if self._server is not None:
                asking.nameservers, asking.port = [self._server], self._port
            found = await asking.resolve(
                f"{domain}.", wanted.value, lifetime=self._patience_s, search=False
            )
        except (resolver.NXDOMAIN, resolver.NoAnswer):
            return ()
        except (exception.DNSException, OSError) as error:
            raise NameServerSilent(domain, error) from error
        if wanted is RecordType.MAIL:
            return tuple(str(record.exchange) for record in found)
        return tuple(str(record) for record in found)
