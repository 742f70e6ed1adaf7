"""A table of the settings file."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A table of the settings file; unknown keys are refused, so a typo is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)
