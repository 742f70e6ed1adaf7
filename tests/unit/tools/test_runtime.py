"""The runtime of tools: a failure is data, every call is in the journal, nothing is paid twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.unit.models.notebook import NOW, Notebook, a_journal, reopened
from tests.unit.tools.scripted import EVIDENCE, GOOD, Other, Scripted, a_call, a_runtime

from leadwright.clock import FrozenClock
from leadwright.errors import Bug, Misconfigured, Refused, Unavailable
from leadwright.tools.contract import Answer, ToolErrorCode, ToolResult
from leadwright.tools.waterfall import MAX_ATTEMPTS


def code_of(result: ToolResult) -> ToolErrorCode | None:
    return result.error.error if result.error else None


async def test_an_answer_comes_with_its_evidence_stamped_by_the_call() -> None:
    notebook = Notebook()
    result = await a_runtime(Scripted("one", [GOOD])).call(a_call(), a_journal(notebook))
    assert result.output == GOOD.output
    assert result.evidence == (replace(EVIDENCE, tool_call=result.call_id),)
    (row,) = notebook.written
    assert (row.key, row.provider, row.outcome, row.agent) == (
        result.call_id,
        "one",
        "ok",
        "research",
    )
    assert row.cost_usd == Decimal("0.10")


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (a_call(agent="crm"), ToolErrorCode.ACCESS_DENIED),
        (a_call("send_email", to="everybody"), ToolErrorCode.ACCESS_DENIED),
        (a_call(name="x" * 21), ToolErrorCode.INVALID_INPUT),
        (a_call(name=None), ToolErrorCode.INVALID_INPUT),
        (a_call(name="Acme", limit=10**9), ToolErrorCode.INVALID_INPUT),
        (a_call(nobody="Acme"), ToolErrorCode.INVALID_INPUT),
    ],
)
async def test_a_call_that_may_not_run_reaches_no_provider_and_is_in_the_journal(
    call: object, code: ToolErrorCode
) -> None:
    provider, notebook = Scripted("one", [GOOD]), Notebook()
    result = await a_runtime(provider).call(call, a_journal(notebook))  # type: ignore[arg-type]
    assert code_of(result) is code
    assert provider.asked == []
    assert [row.outcome for row in notebook.written] == [code]
    assert result.error is not None
    assert "x" * 21 not in result.error.message


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"name": None}, "look: name must be a text"),
        ({"name": "x" * 21}, "look: name must not be longer than 20 characters"),
        ({"nobody": "Acme"}, "look: name is missing"),
        ({"name": "Acme", "limit": 7}, "look: limit is not known here"),
    ],
)
async def test_what_is_wrong_with_arguments_is_said_in_plain_words(
    arguments: dict[str, object], said: str
) -> None:
    result = await a_runtime().call(replace(a_call(), arguments=arguments), a_journal())
    assert result.error is not None
    assert result.error.message == said


async def test_a_refused_call_is_in_the_journal_once() -> None:
    notebook = Notebook()
    runtime = a_runtime()
    await runtime.call(a_call(agent="crm"), a_journal(notebook))
    await runtime.call(a_call(agent="crm"), await reopened(notebook))
    assert len(notebook.written) == 1


async def test_a_repeated_segment_is_answered_from_the_journal() -> None:
    provider, notebook = Scripted("one", [GOOD, Answer(output=Other())]), Notebook()
    runtime = a_runtime(provider)
    first = await runtime.call(a_call(), a_journal(notebook))
    again = await runtime.call(a_call(), await reopened(notebook))
    assert (again.output, again.evidence, again.cost_usd) == (
        first.output,
        first.evidence,
        first.cost_usd,
    )
    assert len(provider.asked) == 1
    assert len(notebook.written) == 1


async def test_a_failure_is_replayed_as_it_was() -> None:
    provider, notebook = Scripted("one", [Unavailable("down")] * 3 + [GOOD]), Notebook()
    runtime = a_runtime(provider)
    first = await runtime.call(a_call(), a_journal(notebook))
    again = await runtime.call(a_call(), await reopened(notebook))
    assert code_of(first) is code_of(again) is ToolErrorCode.UNAVAILABLE
    assert len(provider.asked) == MAX_ATTEMPTS


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Unavailable("down"), ToolErrorCode.UNAVAILABLE),
        (ConnectionResetError("peer"), ToolErrorCode.UNAVAILABLE),
        (KeyError("companies"), ToolErrorCode.UNAVAILABLE),
        (1.0, ToolErrorCode.TIMEOUT),
        (TimeoutError(), ToolErrorCode.TIMEOUT),
        (Answer(output=Other()), ToolErrorCode.MALFORMED),
    ],
    ids=str,
)
async def test_what_goes_wrong_is_tried_three_times_in_all(
    fault: Exception | Answer | float, code: ToolErrorCode
) -> None:
    provider = Scripted("one", [fault])
    result = await a_runtime(provider).call(a_call(), a_journal())
    assert code_of(result) is code
    assert result.output is None
    assert result.evidence == ()
    assert len(provider.asked) == MAX_ATTEMPTS
    assert len(result.attempts) == MAX_ATTEMPTS


async def test_the_next_provider_answers_where_the_first_does_not() -> None:
    slow, good = Scripted("slow", [1.0]), Scripted("good", [GOOD])
    result = await a_runtime(slow, good).call(a_call(), a_journal())
    assert result.provider == "good"
    assert result.attempts == ("slow: timeout", "good")
    assert len(slow.asked) == 1


async def test_attempts_are_three_over_all_providers() -> None:
    providers = [Scripted(f"no {n}", [Unavailable("down")]) for n in range(5)]
    await a_runtime(*providers).call(a_call(), a_journal())
    assert [len(provider.asked) for provider in providers] == [1, 1, 1, 0, 0]


async def test_the_last_provider_gets_the_attempts_that_are_left() -> None:
    first, last = Scripted("first", [Unavailable("down")]), Scripted("last", [TimeoutError(), GOOD])
    result = await a_runtime(first, last).call(a_call(), a_journal())
    assert result.provider == "last"
    assert [len(first.asked), len(last.asked)] == [1, 2]


async def test_who_refuses_once_is_not_asked_again() -> None:
    provider = Scripted("one", [Refused("no such company")])
    result = await a_runtime(provider).call(a_call(), a_journal())
    assert code_of(result) is ToolErrorCode.INVALID_INPUT
    assert len(provider.asked) == 1


async def test_where_one_refuses_another_may_answer() -> None:
    one, two = Scripted("one", [Refused("too long for me")]), Scripted("two", [GOOD])
    assert (await a_runtime(one, two).call(a_call(), a_journal())).provider == "two"


async def test_a_tool_that_nobody_offers_is_unavailable() -> None:
    other = Scripted("one", [GOOD], offers=frozenset({"kept"}))
    result = await a_runtime(other).call(a_call(), a_journal())
    assert code_of(result) is ToolErrorCode.UNAVAILABLE
    assert result.error is not None
    assert "no provider offers" in result.error.message
    assert other.asked == []


async def test_a_bug_of_ours_is_no_failure_of_a_provider() -> None:
    with pytest.raises(Bug):
        await a_runtime(Scripted("one", [Bug("mend me")])).call(a_call(), a_journal())


async def test_what_is_kept_is_not_paid_again_by_another_lead() -> None:
    provider, clock = Scripted("one", [GOOD]), FrozenClock(NOW)
    runtime = a_runtime(provider, clock=clock)
    first = await runtime.call(a_call("kept"), a_journal())
    second = await runtime.call(a_call("kept"), a_journal())
    assert (first.cached, first.cost_usd) == (False, Decimal("0.10"))
    assert (second.cached, second.cost_usd) == (True, Decimal(0))
    assert second.output == first.output
    clock.advance(timedelta(seconds=61))
    assert not (await runtime.call(a_call("kept"), a_journal())).cached
    assert len(provider.asked) == 2


async def test_the_same_question_asked_at_once_is_asked_once() -> None:
    provider = Scripted("one", [0.02])
    runtime = a_runtime(provider)
    results = await asyncio.gather(*(runtime.call(a_call("kept"), a_journal()) for _ in range(20)))
    assert len(provider.asked) == 1
    assert {result.output for result in results} == {GOOD.output}
    assert sum(not result.cached for result in results) == 1
    assert sum(result.cost_usd for result in results) == Decimal("0.10")


async def test_different_questions_are_asked_each() -> None:
    provider = Scripted("one", [GOOD])
    runtime = a_runtime(provider)
    await asyncio.gather(
        *(runtime.call(a_call("kept", name=f"Acme {n}"), a_journal()) for n in range(5))
    )
    assert len(provider.asked) == 5


async def test_a_failure_is_not_kept() -> None:
    provider = Scripted("one", [Unavailable("down")] * 3 + [GOOD])
    runtime = a_runtime(provider)
    assert (await runtime.call(a_call("kept"), a_journal())).error is not None
    assert (await runtime.call(a_call("kept"), a_journal())).error is None


async def test_one_who_stops_waiting_does_not_stop_the_others() -> None:
    runtime = a_runtime(Scripted("one", [0.03]))
    first = asyncio.ensure_future(runtime.call(a_call("kept"), a_journal()))
    await asyncio.sleep(0)
    second = asyncio.ensure_future(runtime.call(a_call("kept"), a_journal()))
    await asyncio.sleep(0.01)
    first.cancel()
    assert (await second).output == GOOD.output


async def test_a_wrong_setting_of_a_source_is_told_to_no_model(
    caplog: pytest.LogCaptureFixture,
) -> None:
    provider = Scripted("one", [Misconfigured("the key /etc/secret is wrong")])
    result = await a_runtime(provider).call(a_call(), a_journal())
    assert result.error is not None
    assert "secret" not in result.error.message
    assert "one failed at look" in caplog.text
