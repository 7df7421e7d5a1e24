"""What the coach finds in a sentence: a kind, and the words it is about.

What the kinds mean is in docs/coach.md.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from couplekit.domain.tokens import Token

Kind = Literal[
    "blame",
    "absolute",
    "faux-feeling",
    "thought-as-feeling",
    "mind-reading",
    "threat",
    "demand",
    "minimise",
    "contempt",
    "self-blame",
]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind, and the words it is about: the first and the last of them. `word` is a faux feeling.

    `presses` is whether the sentence presses somebody for touch, or a body for a day.
    """

    kind: Kind
    first: Token
    last: Token
    word: str = ""
    presses: bool = False
