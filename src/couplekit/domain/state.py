"""What this device remembers between two runs. None of it is anyone's words."""

from datetime import date
from typing import Literal

from pydantic import Field

from couplekit.domain.model import Model


class State(Model):
    """The language, and the latest day on which couplekit was used here. It is never merged."""

    format: Literal[1] = 1
    kind: Literal["state"] = "state"
    language: Literal["en"] = "en"
    last_day: date | None = Field(default=None, alias="last-day")
