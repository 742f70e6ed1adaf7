"""What a request says, as plain data: for journal keys, token counts and the playbook's eyes."""

import json

from pydantic_ai.messages import (
    InstructionPart,
    ModelMessage,
    ModelRequest,
    ModelResponse,
    RetryFeedbackPart,
    SystemPromptPart,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models import ModelRequestParameters


def said(messages: list[ModelMessage]) -> list[tuple[str, str]]:
    """Who said what, in order: (role, text) without ids and times, so that a replay is equal."""
    lines: list[tuple[str, str]] = []
    for message in messages:
        if isinstance(message, ModelRequest) and message.instructions:
            lines.append(("instructions", message.instructions))
        lines.extend(_part(part) for part in message.parts)
    return lines


def _part(part: object) -> tuple[str, str]:  # noqa: PLR0911 - one return a kind of part
    match part:
        case UserPromptPart():
            text = part.content if isinstance(part.content, str) else json.dumps(str(part.content))
            return ("user", text)
        case ToolCallPart():
            return ("call", f"{part.tool_name} {part.args_as_json_str()}")
        case ToolReturnPart():
            return (f"return:{part.outcome}", f"{part.tool_name} {part.model_response_str()}")
        case RetryFeedbackPart():
            return ("retry", str(part.content))
        case TextPart() | SystemPromptPart() | InstructionPart():
            return ("text", part.content)
        case _:
            return ("other", type(part).__name__)


def schemas(parameters: ModelRequestParameters) -> str:
    """Names, descriptions and JSON Schemas of all tools offered; they cost tokens too."""
    tools = [*parameters.function_tools, *parameters.output_tools]
    return json.dumps(
        [(tool.name, tool.description, tool.parameters_json_schema) for tool in tools],
        separators=(",", ":"),
    )


def request_text(messages: list[ModelMessage], parameters: ModelRequestParameters) -> str:
    """All that a request carries, as one text."""
    return "\n".join(text for _, text in said(messages)) + schemas(parameters)


def reply_text(response: ModelResponse) -> str:
    """All that a reply carries, as one text."""
    return "\n".join(text for _, text in said([response]))
