"""A quiet breath: four in, six out, for about two minutes. Any key ends it.

Sources: catalogue, pause-breathe-together and belly-breathing. Four in and six out is what one NHS
pelvic health service suggests (Wirral Community NHS); no breath is held and no pelvic floor cue is
given, since leaflets disagree on one.
"""

from couplekit.conversation.port import Person
from couplekit.domain.interface import Interface

#: Seconds.
IN, OUT = 4.0, 6.0
#: Twelve breaths of ten seconds are two minutes.
BREATHS = 12


def together(person: Person, say: Interface) -> None:
    """Lead a quiet breath until its end or until a key is pressed. Counts nothing."""
    if person.rest(say("breathe.begin"), IN):
        return
    for _ in range(BREATHS):
        if person.rest(say("breathe.in"), IN) or person.rest(say("breathe.out"), OUT):
            return
