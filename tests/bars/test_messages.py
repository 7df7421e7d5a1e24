"""Messages about faulty files: each says where, what was expected and how to mend it, and nothing private.

A file that was sound is changed the way a person, an editor or a word processor would change it, and read
the way a command reads it. Every faulty value is, or holds, the word `canary`, which stands for a word of
theirs; so does every key that somebody made up.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from our_files import BY_NAME, CANARY, furnished

from bar_table import Reached
from couplekit import content
from couplekit.content import boundaries
from couplekit.content.guides import card, feelings, guide
from couplekit.domain.text import is_clean
from couplekit.errors import ContentProblem, FileProblem


class Fault(NamedTuple):
    """What a message owes: a piece of the faulty line, words of what is wrong, and the place in the file."""

    line: str
    says: str
    place: str = ""


class Faulty(NamedTuple):
    """A faulty file: what is changed in a sound one (a text for another), and every fault it has then."""

    name: str
    changes: list[tuple[str, str]]
    faults: list[Fault]


def one(name: str, old: str, new: str, says: str, place: str = "", *, line: str = "") -> Faulty:
    """A file with one fault. It stands in the line of what is new, where no other line is given."""
    return Faulty(name, [(old, new)], [Fault(line or new, says, place)])


CURLY = "curly or slanted quotes stand here, as a word processor types them; straight ones were expected"
STRAIGHT = 'a text was expected between straight quotes, such as "stop"'
KEY_AND_VALUE = "a key, an equals sign and a value were expected"
HEADING = "the name of a table in square brackets was expected, on a line of its own"
TWICE = "it was expected once, and one of the two can go"
A_TEXT = 'a text in quotes was expected, such as "stop"'
A_DAY = "a day without quotes or a time was expected, such as 2026-11-21"
A_NAME = 'a name of small letters, digits and hyphens was expected, such as "k3"'
A_QUESTION = 'the name of a question with .a, .b or .both was expected, such as "glad.a"'
MISSING = "this is expected here and is missing"
UNKNOWN = "this key is not known here"
SLIP = f"{UNKNOWN}, perhaps a typing slip for"
MADE_UP = f"{UNKNOWN}; a key belongs to the line in square brackets above it; known here: "

# These stand in the files of `our_files`.
SAM = 'name = "Sam [canary] 🌷"'
NOA = 'name = "נועה O\'Neill"'
RED = 'k3f9 = "canary red [stop]"'
PAUSE = 'k4 = "canary pause"'
NEXT = "next = 2026-11-28"
GO = "[signals.go.words]"
WALK = 'wish = "A walk'
WISH_A = '"wish.a" = "canary 🌷"'
HUG, UNTIL = "[boundaries.hug-hello]", "until = 2027-02-13"
OWN = 'label = "Tea in bed, canary style [with {other}]"'
ONE_THING = 'either "about" or "says" was expected, and not both'

PAGES = [
    # What a word processor does
    Faulty(
        "curly quotes all over",
        [(SAM, "name = “Sam canary”"), (RED, "k3f9 = “canary red”"), (PAUSE, "k4 = ‘canary pause’")],
        [Fault("“Sam canary”", CURLY), Fault("“canary red”", CURLY), Fault("‘canary pause’", CURLY)],
    ),
    one("a curly quote at the end", SAM, 'name = "Sam canary”', CURLY),
    one("a key in curly quotes", SAM, "“canary” = 1", CURLY),
    one("slanted quotes", SAM, "name = ´canary´", CURLY),
    one("long dashes in a day", NEXT, "next = 2026–11–28", "a long dash stands here"),
    one("a special space", SAM, 'name =\u00a0"canary"', "a space of a special kind stands here"),
    one("a hidden character", SAM, 'name = "\x1bcanary"', "a hidden control character stands here"),
    # What a hand does
    one("no quotes", SAM, "name = canary", STRAIGHT),
    one("a day in words", NEXT, "next = November 28 # canary", STRAIGHT),
    one("a colon", SAM, 'name: "canary"', "an equals sign was expected in place of the colon"),
    one("no equals sign", SAM, 'name "canary"', KEY_AND_VALUE),
    one("a sentence typed in", SAM, f"{SAM}\nWe said canary!", KEY_AND_VALUE, line="We said canary!"),
    one(
        "no value", "set-by = ", "set-by =\n# ", "a value was expected after the equals sign", line="set-by ="
    ),
    one("a note and no value", SAM, "name = # canary", "a value was expected after the equals sign"),
    one("no closing quote", SAM, 'name = "canary', "a text begins here and its closing quote was expected"),
    one("no closing quotes", SAM, 'name = """canary', "a text begins here with three quotes; three more"),
    one("a quote inside", SAM, 'name = "say "canary" twice"', "the line was expected to end where its value"),
    one(
        "an apostrophe",
        SAM,
        "name = 'canary's'",
        "a text with an apostrophe in it was expected between double",
    ),
    one("a backslash", SAM, 'name = "C:\\canary"', "a backslash in a text was expected to stand twice"),
    one("a capital letter", SAM, "name = True # canary", "true and false stand in small letters"),
    one("the day first", NEXT, "next = 28.11.2026", "a day was expected as year, month and day with hyphens"),
    one("slashes", NEXT, "next = 2026/11/28", "a day was expected as year, month and day with hyphens"),
    one("no such day", NEXT, "next = 2026-11-31", "there is no such day; another was expected"),
    one("an accent in a key", SAM, 'canaryé = "x"', "a key of plain letters (a to z), digits and hyphens"),
    one("another alphabet in a key", SAM, 'ключ = "canary"', "a key of plain letters (a to z), digits and"),
    one(
        "a point at the end of a key", SAM, 'name. = "canary"', "a key of plain letters (a to z), digits and"
    ),
    one("no bracket after a table", GO, "[signals.go.words", HEADING),
    one("no bracket before a table", GO, "signals.go.words]", HEADING),
    one("spaces in a table", GO, "[signals canary words]", HEADING),
    one("no name of a table", GO, "[]", HEADING),
    one(
        "a list left open",
        '"y6kb",\n]',
        '"y6kb",',
        "Or the list that begins on line 8 was",
        line="[partners.a]",
    ),
    one(
        "a comma left out",
        '"m5ta",',
        '"m5ta"',
        "a comma or its closing bracket was expected",
        line="gone = [",
    ),
    one(
        "a key twice", SAM, f"{SAM}\nname = 'canary'", f"here and on line 22; {TWICE}", line="name = 'canary'"
    ),
    one("a table twice", "[partners.b]", "[ partners.a ]", f"here and on line 21; {TWICE}"),
    one(
        "a key in two ways", SAM, f"{SAM}\nname.canary = 1", "this key was used in another way", line="name.c"
    ),
    # What a person means, and couplekit does not
    one("a name gone", f"{SAM}\n", "", MISSING, "partners.a.name", line="[partners.a]"),
    one(
        "the day gone", "changed = 2026-11-21\n", "", f"{MISSING}; it belongs above", "changed", line="# Our"
    ),
    one("a slip in a key", "set-by =", "set-buy =", f'{SLIP} "set-by"; known here: set-by', "pace.set-buy"),
    one("a slip in a table", "ready.signs]", "ready.sings]", f'{SLIP} "signs"', "signals.ready.sings"),
    one("a slip in a signal", "signals.ready.", "signals.raedy.", f'{SLIP} "ready"', "signals.raedy"),
    one("a key made up", SAM, f"{SAM}\ncanary = 1", f"{MADE_UP}name", "in partners.a", line="canary = 1"),
    one("a table made up", "[meeting]", "[canary]\nx = 1\n[meeting]", f"{MADE_UP}format", line="[canary]\n"),
    one("a table outside", GO, "[stop.words]", f"{UNKNOWN}; perhaps [signals.stop] was meant"),
    one(
        "a key in another table",
        NEXT,
        "set-by = 'canary'",
        f"{UNKNOWN}; it belongs below a line such as [pace]",
        "in meeting",
    ),
    one(
        "a key far down",
        NEXT,
        "language = 'canary'",
        f"{UNKNOWN}; it belongs above the first line",
        "in meeting",
    ),
    one(
        "a word at the end",
        "\nvalues =",
        "\ntulip-canary = 'x'\nvalues =",
        f"{MADE_UP}values",
        "in seal",
        line="tulip-",
    ),
    one("a day in quotes", "changed = 2026-11-21", 'changed = "canary"', A_DAY, "changed"),
    one(
        "a time of day",
        NEXT,
        "next = 2026-11-28T20:15:00",
        A_DAY,
        "meeting.next",
    ),
    one("a number for a name", SAM, "name = 7 # canary", A_TEXT, "partners.a.name"),
    one(
        "an empty name", SAM, 'name = "" # canary', "a text that is not empty was expected", "partners.a.name"
    ),
    one(
        "a long name",
        SAM,
        f'name = "{"canary " * 40}"',
        "a text of at most 200 characters was",
        "partners.a.name",
    ),
    one(
        "two lines",
        SAM,
        'name = "canary\\ncanary"',
        "one line without spaces around it was",
        "partners.a.name",
    ),
    one(
        "a hidden mark",
        SAM,
        'name = "canary\\u202e"',
        "it holds a hidden control character",
        "partners.a.name",
    ),
    one(
        "another pace",
        '"the-slower-of-us"',
        '"canary"',
        'one of these was expected: "a", "b" or "the',
        "pace.set-by",
    ),
    one(
        "no for pause",
        PAUSE,
        'k4 = "No"',
        '"stop" and "no" always mean stop',
        "signals.pause",
        line="[signals.pause]",
    ),
    one(
        "a word for its name",
        RED,
        '"Canary Red" = "canary red"',
        "this key was expected to be a name of small",
        "in signals.stop.words",
    ),
    one("a word under its name", RED, "canary = 5", A_TEXT, "in signals.stop.words"),
    one(
        "what leaves and is not there",
        "k7 = 2026-11-23",
        "canary = 2026-11-23",
        '"leaving" names something that',
        "signals.stop.leaving",
        line="[signals.stop.leaving]",
    ),
    one(
        "one name for two",
        "s2 = ",
        "k8 = ",
        "the same name is used for a word and for a sign",
        "signals.stop",
        line="[signals.stop]",
    ),
    one("double brackets", "[pace]", "[[pace]]", "a table was expected: keys below a line in square", "pace"),
    one("a bad mark", '"w3hd",', '"Canary!",', A_NAME, "gone, entry 3", line="gone = ["),
    one("another kind", 'kind = "agreement"', 'kind = "canary"', '"agreement" was expected here', "kind"),
    one("a format in quotes", "format = 1", 'format = "canary"', "1 was expected here", "format"),
    one(
        "a number as a seal",
        '[seal]\nvalues = "',
        '[seal]\nvalues = 7 # "',
        A_TEXT,
        "seal.values",
        line="values = 7",
    ),
    # The rows and the lists
    one(
        "another level",
        f'{HUG}\nlevel = "open"',
        f'{HUG}\nlevel = "canary"',
        'one of these was expected: "open", "talk", "none" or "limit"',
        "in boundaries",
        line='level = "canary"',
    ),
    one(
        "a row they named, with another level",
        "[boundaries.sitting-close]\nlevel = ",
        '[boundaries.canary-walk]\nlevel = "x" # ',
        'one of these was expected: "open", "talk", "none" or "limit"',
        "in boundaries",
        line='level = "x"',
    ),
    one("a day as a text", UNTIL, 'until = "canary"', A_DAY, "in boundaries"),
    one("a typed key", UNTIL, "canary = 2027-02-13", f"{MADE_UP}level", "in boundaries"),
    one("a slip in a row", UNTIL, "untill = 2027-02-13", f'{SLIP} "until"', "in boundaries"),
    one("a number of rounds below 0", "round = 1", "round = -1", "a number of at least 0", "in boundaries"),
    one("rounds in words", "round = 1", 'round = "canary"', "a whole number without quotes", "in boundaries"),
    one(
        "something taken off to another level",
        't7kq3xwm = "none"',
        't7kq3xwm = "canary"',
        'one of these was expected: "open", "talk", "none" or "limit"',
        "in boundaries",
    ),
    one(
        "a word for a name of what was taken off",
        't7kq3xwm = "none"',
        '"Canary!" = "none"',
        "this key was expected to be a name of small",
        "in boundaries",
    ),
    one(
        "a word for a row",
        "[boundaries.sitting-close]",
        '[boundaries."Canary Row"]',
        "this key was expected to be a name of small",
        "in boundaries",
    ),
    one(
        "a row that is a word",
        HUG,
        f'[boundaries]\nlong-hug = "canary"\n{HUG}',
        "a table was",
        line="long-hug =",
    ),
    one("a mark that is none", '"t4xk2mwa"', '"Canary!"', A_NAME, "in boundaries", line="seen = ["),
    one("very many weeks", "open-weeks = 12", "open-weeks = 27 # canary", "at most 26", "lists.open-weeks"),
    one("no name of the lists", 'origin = "ruad8w83shst"\n', "", MISSING, "lists.origin", line="[lists]"),
    one(
        "an unknown key in the lists",
        "readings = 2",
        "canary = 2",
        f"{MADE_UP}origin",
        "in lists",
        line="canary = 2",
    ),
    one("sides in words", "two-sided = true", 'two-sided = "canary"', "true or false", "in lists.own"),
    one("a label twice", OWN, f'{OWN}\nlabel = "canary"', TWICE, line='label = "canary"'),
    one("a label gone", f"{OWN}\n", "", MISSING, "in lists.own", line="[lists.own.own-k3f9]"),
    one(
        "a long label", OWN, f'label = "{"canary " * 40}"', "a text of at most 200 characters", "in lists.own"
    ),
    # Several at once
    Faulty(
        "five that a person means",
        [
            ("changed = 2026-11-21", 'changed = "canary"'),
            (NOA, "name = 3 # canary"),
            ("set-by = ", "set-buy = "),
            (RED, "k3f9 = ['canary']"),
            (NEXT, 'next = "canary"'),
        ],
        [
            Fault('changed = "canary"', A_DAY, "changed"),
            Fault("name = 3", A_TEXT, "partners.b.name"),
            Fault("set-buy", SLIP, "pace.set-buy"),
            Fault("k3f9 = ['canary']", A_TEXT, "in signals.stop.words"),
            Fault('next = "canary"', A_DAY, "meeting.next"),
        ],
    ),
    Faulty(
        "five that are no TOML",
        [
            (SAM, "name = canary"),
            ("[pace]", "[pace"),
            (RED, "k3f9: “canary”"),
            (NEXT, "next = 28/11/2026"),
            ("[meeting]", "[meeting]\ncanary canary"),
        ],
        [
            Fault("name = canary", STRAIGHT),
            Fault("[pace", HEADING),
            Fault("k3f9: “canary”", "an equals sign was expected in place of the colon"),
            Fault("canary canary", KEY_AND_VALUE),
            Fault("28/11/2026", "a day was expected as year, month and day with hyphens"),
        ],
    ),
    Faulty(
        "two on one line",
        [(f"[partners.a]\n{SAM}\n", "[partners]\na = { name = 3, nam = 'canary' }\n")],
        [Fault("a = {", A_TEXT, "partners.a.name"), Fault("a = {", f'{SLIP} "name"', "partners.a.nam")],
    ),
]

EVENINGS = [
    one("no day in its name", '"2026-11-14', '"canary-14', "a day and an ending was expected", "evening"),
    one(
        "no such day in its name",
        '"2026-11-14',
        '"2026-13-14',
        "the file's name begins with a day",
        "evening",
    ),
    one(
        "a version in quotes", "version = 3", 'version = "canary"', "a whole number without quotes", "version"
    ),
    one("a version of 0", "version = 3", "version = 0", "a number of at least 1 was expected", "version"),
    one("a third person", "[kept.both]", "[kept.canary]", f"{MADE_UP}a, b, both", "in kept"),
    one(
        "somebody else",
        'starts = "b"',
        'starts = "canary"',
        'one of these was expected: "a" or "b"',
        "starts",
    ),
    one("a number for words", WALK, f"wish = 5 # canary {WALK}", A_TEXT, "kept.b.wish"),
    one(
        "words on two lines",
        WALK,
        'wish = "canary\nA walk',
        "its closing quote was expected on the same line",
        line='wish = "canary',
    ),
    one(
        "too many words", WALK, f'wish = "{"canary " * 600}', "a text of at most 4000 characters was expected"
    ),
    one("no guide", 'guide = "check-in-short"\n', "", MISSING, "guide", line="# One evening"),
    one("a bad mark", '"hard.b"', '"hard canary"', A_QUESTION, "gone, entry 1", line="gone = ["),
    Faulty(
        "four at once",
        [
            ("version = 3", "version = true # canary"),
            ('starts = "b"', 'start = "b"'),
            (WALK, f'wish = ["canary"] # {WALK}'),
        ],
        [
            Fault("# One evening", MISSING, "starts"),
            Fault("version = true", "a whole number without quotes was expected", "version"),
            Fault('start = "b"', f'{SLIP} "starts"', "start"),
            Fault('wish = ["canary"]', A_TEXT, "kept.b.wish"),
        ],
    ),
]

DRAFTS = [
    one("a place that is none", 'at = "wish.b"', 'at = "canary"', A_QUESTION, "at"),
    one(
        "nobody's answer", WISH_A, '"canary" = "x"', "this key was expected to be the name of a", "in answers"
    ),
    one(
        "no quotes around a key",
        WISH_A,
        'wish.a = "canary"',
        "this key was expected to be the name",
        "in answers",
    ),
    one("a number for an answer", WISH_A, '"wish.a" = 5 # canary', A_TEXT, "answers.wish.a"),
    one("curly quotes", WISH_A, '"wish.a" = “canary”', CURLY),
]

TOPIC = 'says = "Canary, \\"am Meer\\" [zu zweit] 0"'
AGENDAS = [
    one("both", TOPIC, f'about = "long-hug"\n{TOPIC}', ONE_THING, "in topics", line='about = "long-hug"'),
    one("neither", f"{TOPIC}\n", "", ONE_THING, "in topics", line="[topics.t0k0]"),
    one("an unknown key", TOPIC, f"{TOPIC}\ncanary = 1", f"{MADE_UP}about", "in topics", line="canary = 1"),
    one("a row in words", 'about = "hug-hello"', 'about = "Canary Walk"', A_NAME, "in topics"),
    one("two lines", TOPIC, 'says = "canary\\ncanary"', "one line without spaces around it", "in topics"),
    one(
        "a word for a name",
        "[topics.t0k0]",
        '[topics."Canary"]',
        "this key was expected to be a name",
        "in topics",
    ),
    one("gone and there", '"zz8k"', '"w3hd"', 'what stands under "gone"', "gone", line="gone = ["),
    one("a mark that is none", '"zz8k"', '"Canary!"', A_NAME, "gone, entry 3", line="gone = ["),
    one("curly quotes", TOPIC, "says = “canary”", CURLY),
]

BACKUPS = [
    one("no day", "made = 2026-11-21\n", "", f"{MISSING}; it belongs above", "made", line="# A backup"),
    one(
        "an evening without a day",
        "[evenings.2026-11-07-m2]",
        "[evenings.canary]\nguide = 'x'\nversion = 1\nstarts = 'a'\nevening = '2026-11-07-m2'\n"
        "[evenings.2026-11-07-m2]",
        "this key was expected to be a day and an ending",
        "in evenings",
        line="[evenings.canary]",
    ),
    one(
        "no for pause",
        PAUSE,
        'k4 = "no"',
        '"no" always mean stop',
        "page.signals.pause",
        line="[page.signals.pause]",
    ),
    one(
        "another level",
        'level = "limit"',
        'level = "canary"',
        'one of these was expected: "open", "talk", "none" or "limit"',
        "in page.boundaries",
    ),
    one(
        "a topic of two",
        TOPIC,
        f'about = "x"\n{TOPIC}',
        ONE_THING,
        "in agenda.topics",
        line='about = "x"',
    ),
    Faulty(
        "three in the page and an evening",
        [(SAM, 'nam = "canary"'), (f"{WALK} by the canary sea,", "wish = 5 # canary")],
        [
            Fault("[page.partners.a]", MISSING, "page.partners.a.name"),
            Fault('nam = "canary"', f'{SLIP} "name"', "page.partners.a.nam"),
            Fault("wish = 5", A_TEXT, "evenings.2026-11-07-m2.kept.b.wish"),
        ],
    ),
]

GUIDE = """\
id = "sample"
version = 1
title = "A sample"
minutes = 5

[[question]]
id = "glad"
kind = "text"
say = "What were you glad of?"
why = "To be heard."

[[question]]
id = "rest"
kind = "choice"
say = "A rest?"
why = "It helps."

[[question.choices]]
id = "yes"
label = "A rest"

[[question]]
id = "more"
kind = "text"
say = "What else?"
why = "There may be more."
only-if = { question = "rest", is = ["yes"] }
"""
FIRST, SECOND, THIRD = 'question 1 ("glad")', 'question 2 ("rest")', 'question 3 ("more")'
WHY = 'why = "To be heard."'
SECOND_ID, THIRD_ID = '[[question]]\nid = "glad"\nkind = "choice"', '[[question]]\nid = "more"'

GUIDES = [
    one("an odd kind", 'kind = "text"', 'kind = "canary"', "one of these was expected", f"{FIRST}.kind"),
    one("too long", "minutes = 5", "minutes = 500", "a number of at most 90 was expected", "minutes"),
    one("no reason", f"{WHY}\n", "", 'every question says "why"', FIRST, line='[[question]]\nid = "glad"'),
    one("a slip", WHY, 'wye = "canary"', f'{SLIP} "why"', f"in {FIRST}"),
    one("an id twice", 'id = "rest"', 'id = "glad"', "is used twice", 'question 2 ("glad")', line=SECOND_ID),
    one("choices", '"choice"', '"scale"', '"choices" goes with', f"{SECOND}.choices", line="[[question.ch"),
    one("no such question", '"rest", is', '"sad", is', "is not an earlier question", THIRD, line=THIRD_ID),
    one("no such choice", '["yes"]', '["no"]', "which", THIRD, line=THIRD_ID),
    one("two conditions", "is = [", "is-not = ['yes'], is = [", "give either", f"{THIRD}.only-if.is"),
    one("no TOML", WHY, "why = canary", STRAIGHT),
    Faulty(
        "four at once",
        [
            ("version = 1", "version = 0"),
            ("minutes = 5", 'minutes = "canary"'),
            ('kind = "text"\nsay = "What were', 'kind = "canary"\nsay = "What were'),
            ('label = "A rest"', "label = 3 # canary"),
        ],
        [
            Fault("version = 0", "a number of at least 1 was expected", "version"),
            Fault('minutes = "canary"', "a whole number without quotes was expected", "minutes"),
            Fault('kind = "canary"', "one of these was expected", f"{FIRST}.kind"),
            Fault("label = 3", A_TEXT, f'{SECOND}.choices 1 ("yes").label'),
        ],
    ),
]

CARD = 'id = "sample"\nversion = 1\ntitle = "Read"\nsay = """\nRead me.\n"""\n'
CARDS = [
    one("a version in quotes", "version = 1", 'version = "canary"', "a whole number without", "version"),
    one("no words", 'say = """\nRead me.\n"""\n', "", f"{MISSING}; it belongs above", "say", line="id ="),
    one("words without an end", 'me.\n"""', "canary.", "three more were expected at its end", line="say ="),
]
FEELINGS = '[[family]]\nid = "soft"\nlabel = "Soft"\nwords = ["calm"]\n'
FAMILIES = [one("none", '["calm"]', "[] # canary", "a list with at least 1 in it", 'family 1 ("soft").words')]
AREA = """\
id = "sample"
version = 1
place = 1
title = "A sample"
say = "What is this?"
why = "It helps."
sources = ["small-gestures"]

[item.kind-note]
label = "A kind note"
giving = "Writing {other} a note"
receiving = "Getting a note from {other}"
sources = ["small-gestures"]

[item.long-hug]
label = "A long hug"
leads-nowhere = true
sources = ["small-gestures"]
"""
HUG_LABEL, NOTE = 'label = "A long hug"', "[item.kind-note]"
AREAS = [
    one("an id twice", "[item.long-hug]", "[ item.kind-note ]", f"here and on line 9; {TWICE}"),
    one(
        "an unknown key",
        HUG_LABEL,
        f"{HUG_LABEL}\ncanary = 1",
        f"{MADE_UP}label",
        "in item.long-hug",
        line="canary = 1",
    ),
    one(
        "a slip",
        "leads-nowhere = true",
        "leads-nowhare = true",
        f'{SLIP} "leads-nowhere"',
        "item.long-hug.leads-nowhare",
    ),
    one(
        "one side",
        'receiving = "Getting a note from {other}"\n',
        "",
        '"giving" stands without "receiving"',
        "item.kind-note.giving",
        line="giving = ",
    ),
    one(
        "the other side",
        'giving = "Writing {other} a note"\n',
        "",
        '"receiving" stands without',
        "item.kind-note.receiving",
        line="receiving",
    ),
    one(
        "a long label",
        "A long hug",
        "A long hug," + " canary" * 8,
        "at most 60 characters",
        "item.long-hug.label",
    ),
    one(
        "a place in a label",
        "A long hug",
        "A canary for {other}",
        "nothing in braces is",
        "item.long-hug.label",
    ),
    one(
        "another place",
        "Writing {other}",
        "Writing {somebody}",
        "is not a place that is filled in",
        line=NOTE,
    ),
    one(
        "an ending of ours",
        "item.long-hug",
        "item.hug-from-a",
        "another ending is needed",
        "item.hug-from-a",
    ),
    one(
        "no source",
        'true\nsources = ["small-gestures"]',
        "true\nsources = []",
        "a list with at least 1 in it",
        "item.long-hug.sources",
        line="sources = []",
    ),
    one("another id", 'id = "sample"', 'id = "another"', 'the name of the file was expected: "sample"', "id"),
    one(
        "a side that is a number",
        'giving = "Writing {other} a note"',
        "giving = 5 # canary",
        A_TEXT,
        "item.kind-note.giving",
    ),
]
SENTENCES = '[menu]\nsay = "Yes"\nback = "Back"\n'
INTERFACE = [
    Faulty(
        "no sentences",
        [('"Yes"', "5 # canary"), ('"Back"', '["canary"]')],
        [
            Fault("say = 5", "a sentence in quotes was expected", "menu.say"),
            Fault("back = [", "a sentence in quotes was expected", "menu.back"),
        ],
    )
]

FAULTY = {
    "page": PAGES,
    "check-in": EVENINGS,
    "draft": DRAFTS,
    "agenda": AGENDAS,
    "backup": BACKUPS,
    "guide": GUIDES,
    "area": AREAS,
    "card": CARDS,
    "feelings": FAMILIES,
    "interface": INTERFACE,
}

#: The files of words: where each lies, a sound one, and how it is read.
WORDS: dict[str, tuple[str, str, Callable[[], object]]] = {
    "guide": ("en/guides/sample.toml", GUIDE, lambda: guide("sample")),
    "card": ("en/cards/sample.toml", CARD, lambda: card("sample")),
    "area": ("en/boundaries/sample.toml", AREA, boundaries.areas),
    "feelings": ("en/words/feelings.toml", FEELINGS, feelings),
    "interface": ("en/interface.toml", SENTENCES, content.interface.__wrapped__),
}


class Shelf:
    """A home, and a folder of words, in which one file at a time is faulty."""

    def __init__(self, home: Path, words: Path) -> None:
        self._home = home
        self._words = words

    def sound(self, kind: str) -> str:
        """The text of a sound file of a kind."""
        return WORDS[kind][1] if kind in WORDS else (self._home / BY_NAME[kind].where).read_text("utf-8")

    def name(self, kind: str) -> str:
        """What messages call that file."""
        return f"prompts/{WORDS[kind][0]}" if kind in WORDS else BY_NAME[kind].where

    def told(self, kind: str, text: str) -> str:
        """What couplekit says of a file that holds this text."""
        if kind in WORDS:
            path = self._words / WORDS[kind][0]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="")
            with pytest.raises(ContentProblem) as problem:
                WORDS[kind][2]()
            return str(problem.value)
        path = self._home / BY_NAME[kind].where
        sound = path.read_bytes()
        path.write_text(text, "utf-8", newline="")
        try:
            _, said = BY_NAME[kind].read(self._home)
        except FileProblem as refused:
            said = [str(refused)]
        path.write_bytes(sound)
        return "\n".join(said)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A home with a sound file of each kind, and an empty folder of words."""
    monkeypatch.setattr(content, "folder", lambda: tmp_path / "prompts")
    return Shelf(furnished(tmp_path / "home"), tmp_path / "prompts")


def changed(sound: str, faulty: Faulty) -> str:
    """The text of a faulty file."""
    for old, new in faulty.changes:
        assert old in sound, f"{faulty.name}: {old}"
        sound = sound.replace(old, new, 1)
    return sound


def wanting(message: str, name: str, text: str, faulty: Faulty) -> list[str]:
    """What a message lacks or has too much of: every fault in the order of the file, and a way out."""
    *told, last = message.split("\n")
    found = []
    if len(told) != len(faulty.faults):
        found.append(f"{len(told)} faults told, {len(faulty.faults)} there")
    for said, fault in zip(told, faulty.faults, strict=False):
        line = text.count("\n", 0, text.index(fault.line)) + 1
        place = re.escape(f", {fault.place}") if fault.place else r"(?:, [^:]*)?"
        if not re.match(rf"{re.escape(name)}, line {line}{place}: .*{re.escape(fault.says)}.*\.$", said):
            found.append(f"not told so: line {line}, {fault.place}: {fault.says}")
    if not re.fullmatch(r"Nothing was changed or lost\. .*(You can|Installing|may be sound).*\.", last):
        found.append("no way out")
    if hard := re.findall(r"\b(just|should|must|simply|fail\w*|invalid|error|illegal)\b", message):
        found.append(f"not a kind word: {hard}")
    return found


def private(message: str) -> bool:
    """Whether a message could show a word of theirs, or do something to the screen that shows it."""
    return CANARY in message.casefold() or not all(is_clean(line) for line in message.split("\n"))


def test_every_message_says_where_what_and_how_to_mend_it(shelf: Shelf, bar: Reached) -> None:
    """Each names file, line and place of every fault, what was expected and a way out; never a value."""
    files, poor, leaks = 0, [], []
    for kind, cases in FAULTY.items():
        for faulty in cases:
            text = changed(shelf.sound(kind), faulty)
            message = shelf.told(kind, text)
            files += 1
            poor += [
                (kind, faulty.name, what, message)
                for what in wanting(message, shelf.name(kind), text, faulty)
            ]
            leaks += [(kind, faulty.name, message)] * private(message)
    for case in (*poor, *leaks):
        print(*case, sep="\n", end="\n\n")
    bar(
        "messages",
        {"faulty files": files, "messages wanting": len(poor), "messages with a private word": len(leaks)},
    )


@pytest.mark.parametrize("kind", ["page", "check-in", "draft", "agenda", "backup"])
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda raw: b"", "is empty, so it may have been damaged"),
        (lambda raw: bytes(len(raw)), "is not plain text"),
        (lambda raw: raw.decode().encode("utf-16"), 'Save it again as "UTF-8"'),
        (lambda raw: raw.replace("🌷".encode(), b"\xe9"), "this is not UTF-8 text"),
        (lambda raw: raw.replace(b"\n", b"\r"), "the lines of this file end in an old way"),
        (lambda raw: raw + b"#" * 5_000_000, "is larger than"),
        (lambda raw: raw.replace(b"format = 1", b"format = 7"), "was written by a newer couplekit"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_told_so(
    tmp_path: Path, kind: str, change: Callable[[bytes], bytes], says: str
) -> None:
    """What concerns the whole file is said in one message: which file, that nothing is lost, what to do."""
    home = furnished(tmp_path / "home")
    path = home / BY_NAME[kind].where
    path.write_bytes(change(path.read_bytes()))
    try:
        _, said = BY_NAME[kind].read(home)
    except FileProblem as refused:
        said = [str(refused)]
    (message,) = said
    assert message.startswith(BY_NAME[kind].where)
    assert says in message
    assert "Nothing was changed" in message
    assert not private(message)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('holding-hands-0 = "open"', 'holding-hands-0 = "canary"'),
        ('holding-hands-0 = "open"', '"Canary!" = "open"'),
        ('holding-hands-0 = "open"', "holding-hands-0 = “canary”"),
        ("[last-looked.b]", "[last-looked.canary]"),
        ('language = "en"', 'language = "en"\ncanary = 1'),
        ("format = 1", "format = 1\nformat = 1 # canary"),
    ],
)
def test_whatever_is_wrong_with_what_was_seen_last_is_one_sentence(shelf: Shelf, old: str, new: str) -> None:
    """No line of it is for anybody to mend, so it is named as a whole: what is not known, and what now."""
    sound = shelf.sound("state")
    assert old in sound
    message = shelf.told("state", sound.replace(old, new, 1))
    assert message.startswith("state.toml could not be read")
    assert "Nothing else was changed or lost. Looking begins anew." in message
    assert not private(message)


def test_very_many_faults_end_somewhere(shelf: Shelf) -> None:
    """Of hundreds of lines that are no TOML the first are told in order, and that there may be more."""
    lines = "".join(f"canary-{number} = “canary”\n" for number in range(300))
    told = shelf.told("page", shelf.sound("page").replace("[pace]\n", f"[pace]\n{lines}")).split("\n")
    assert told[-2] == "agreement.toml: there may be more."
    numbers = [int(said.split("line ")[1].split(":")[0].split(",")[0]) for said in told[:-2]]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert len(numbers) > 10
    assert not private("\n".join(told))
