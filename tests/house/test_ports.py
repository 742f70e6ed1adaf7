"""Every port is held to one contract suite over all that fills it, fakes too: so no fake can lie.

A suite is a file in tests/contract with two plain constants, and tests that run over the second:

    PORT = "leadwright.tools.ports:Provider"
    IMPLEMENTATIONS = ["leadwright.adapters.providers.corpus:CorpusProvider"]
"""

import pytest
from tests.house import ports, tree

PORTS = ports.ports()
SUITES = list(ports.suites())


def test_the_house_has_ports_to_look_at() -> None:
    assert "leadwright.tools.ports:Provider" in PORTS


@pytest.mark.parametrize("port", PORTS)
def test_a_port_has_one_contract_suite(port: str) -> None:
    files = [tree.shown(suite.path) for suite in SUITES if suite.port == port]
    assert len(files) == 1, f"one file in tests/contract must say PORT = {port!r}; found: {files}"


@pytest.mark.parametrize("port", PORTS)
def test_a_contract_suite_holds_every_implementation_of_its_port(port: str) -> None:
    held = {name for suite in SUITES if suite.port == port for name in suite.implementations}
    left_out = sorted(set(ports.implementations(PORTS[port])) - held)
    assert not left_out, f"add to IMPLEMENTATIONS of the suite of {port}: {left_out}"


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.path.stem)
def test_a_contract_suite_names_only_what_is_there_and_uses_it(suite: ports.Suite) -> None:
    text = suite.path.read_text("utf-8")
    classes = {
        f"{tree.dotted(path)}:{shape.name}"
        for path in tree.modules(tree.SOURCE, tree.TESTS / "fakes")
        for shape in ports.shapes(path)
    }
    assert suite.port in PORTS, f"there is no port {suite.port!r}"
    assert set(suite.implementations) <= classes, "it names a class that is not there"
    unused = [name for name in suite.implementations if text.count(name.partition(":")[2]) < 2]
    assert not unused, f"named, yet no test is built on it: {unused}"
