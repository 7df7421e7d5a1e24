"""What the coach's kinds are: sentences that get a hint of a kind, and others much like them that get none.

The sentences were made up for this, and those that the coach read otherwise were left out. So they hold what
it can do, and say nothing of how often it is right: that is measured on others (`test_coach_sentences.py`).
"""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from couplekit.content.coach import coach
from couplekit.domain.coach import Hint
from couplekit.domain.findings import Kind

WORDS = Path(__file__).resolve().parents[2] / "prompts" / "en" / "words"
KINDS = get_args(Kind)

#: By kind: each of these gets a hint of that kind.
GETS = {
    "blame": """
You left me to deal with your parents on my own again.
You are so selfish when it comes to weekends.
You ruined the evening with your mood.
It's your fault that we were late for the scan.
You broke your promise about the money.
You keep interrupting me when I talk about the clinic.
You lied to me about where you were.
You ignore me as soon as your phone rings.
He is so lazy about the house.
You don't care about how I feel.
youre so inconsiderate
Why do you keep shouting at me?
You embarrassed me in front of my friends.
You spoiled our holiday with all that sulking.
You're too lazy to pick up your own socks.
You let me down last night.
You are being unreasonable about the money.
You forgot our anniversary again.
She is cold and selfish with me.
""",
    "absolute": """
You never listen to me.
You always turn it into a joke.
You never help with the dishes.
She never asks how I am.
He always forgets the shopping.
You're constantly on your phone.
u never care about me
YOU ALWAYS RUIN EVERYTHING
You’re always too busy for me.
You are always late.
You constantly criticise me.
You never take my side.
You constanly interrupt me.
he dosent ever listen to me
You always put your mother first.
You never back me up with your family.
You always blame me.
You never apologise for anything.
You always ignore my messages.
""",
    "faux-feeling": """
I feel ignored when the telly is on.
I feel betrayed.
I felt so rejected last night.
I am feeling abandoned.
I feel neglected by you.
I feel taken for granted.
I feel judged whenever we talk about it.
I feel dismissed.
I'm feeling completely unheard.
I feel criticised about my cooking.
I feel unappreciated at home.
i feel so unwanted
I feel really let down by you.
I felt left out at your sister's party.
I feel unloved.
I feel invisible at the table.
I feel blamed for the whole mess.
I feel patronised when we talk about money.
I feel misunderstood.
I feel belittled in front of your friends.
I feel lied to.
I feel unsupported.
I feel smothered.
I feel shut out.
""",
    "thought-as-feeling": """
I feel that you are being unfair.
I feel like you don't love me.
I feel that this is a waste of time.
It feels like you have given up on us.
I feel you should have told me first.
I feel like you are hiding something.
I feel that we are not a couple any more.
I feel like a maid in my own house.
I feel that you owe me an explanation.
i feel like ur never home
I feel like you're avoiding me.
I feel like I'm talking to a wall.
I feel that you take your friends' side.
I feel like your mother.
It feels like you are punishing me.
""",
    "mind-reading": """
You don't really want to be with me.
You think I am making it up.
You only said that to hurt me.
You're glad when I go away.
You did it on purpose.
You just want to get your own way.
You don't find me attractive any more.
She thinks I am lazy.
He did that to punish me.
You're only being nice because you want something.
You secretly wish you had married someone else.
You obviously don't love me.
You couldn't care less about my pain.
You think you are better than me.
You wanted me to feel guilty.
You enjoy seeing me upset.
You are trying to make me jealous.
You want me to feel stupid.
u think im lying about the pain
You think this is all in my head.
You only married me for a quiet life.
""",
    "threat": """
If you don't come home by eight I'm leaving.
If you don't change, I want a divorce.
If you loved me, you would do it.
Either you stop drinking or I take the children.
Keep this up and you'll be sorry.
If you tell your mother, we're finished.
If you won't sleep with me, I'll find someone who will.
If you really cared, you would try harder.
One more time and I'm out of here.
Say that again and see what happens.
If things don't get better, I'll leave you.
If you walk out now, it's over.
Fix it or I'm leaving.
I'll tell everyone what you did if you leave.
Apologise or the wedding is off.
If you loved me you'd want to have sex.
""",
    "demand": """
You need to try harder.
You must tell me where you are.
You should be home more.
You have to change.
Tidy up this mess now.
You need to pull yourself together.
Hurry up and get dressed.
You had better be home by six.
Answer me.
Clean the kitchen before my parents come.
You need to apologise to my mother.
You should go to the doctor.
You have to listen to me.
You ought to call your father.
Pick up your clothes.
Explain yourself.
Pay attention when I talk to you.
""",
    "minimise": """
You're overreacting.
It's not a big deal.
You are too sensitive.
It can't hurt that much.
It's all in your head.
Calm down.
You're being dramatic.
Other women manage fine.
That never happened.
I never said that.
You're imagining things.
Get over it.
It was only a joke.
You're making a fuss about nothing.
Stop being so sensitive.
It's nothing, really, you always exaggerate.
Other people have it much worse.
You take everything too seriously.
You made that up.
Lighten up.
""",
    "contempt": """
You're an idiot.
You are pathetic.
You're such a baby.
Oh please, spare me the tears.
You disgust me.
You make me sick.
Well done, genius.
You stupid cow.
He's a complete loser.
ur such a drama queen
You're a joke.
Congratulations, you ruined another evening.
Shut up, you moron.
You are worthless.
You're a disgrace.
Poor little you.
Here we go again with your drama.
You frigid bitch.
She's crazy.
""",
    "self-blame": """
I'm broken.
I am a failure as a wife.
I hate myself for this.
It's all my fault.
I'm useless.
I'm such a burden to you.
I ruin everything.
I'm a terrible partner.
I am not a real woman.
I'm so stupid.
im such a disappointment
I don't deserve you.
I'm not good enough for you.
You deserve someone better than me.
I feel like a failure.
I'm disgusting.
I'm worthless.
I can't do anything right.
I feel so broken.
I'm an idiot.
""",
}

#: By kind: these look much like it, and get nothing.
GETS_NONE = {
    "blame": """
When the door was left open, I felt cold.
Thank you for doing the dishes last night.
It's not your fault.
I noticed that the light was on until two.
I don't blame you for being tired.
Sorry that I snapped at you yesterday.
You looked tired when you came home.
Did I do something that hurt you?
My sister says you are selfish, and I don't agree.
You remembered my appointment, and that meant a lot.
I was sad when we cancelled the trip.
You said you would call at six, and at seven I was worried.
You are not selfish.
You didn't ruin anything.
I forgot to call you, and I am sorry.
You came home at ten, and I had eaten by then.
I know I always interrupt you, and I'm sorry.
You told me you felt ignored, and I want to hear more.
He said "you are lazy" and then he said sorry.
""",
    "absolute": """
You never make me feel rushed.
You always know how to make me laugh.
You have never let me down.
I will always love you.
You're always so patient with me.
I never feel alone with you.
You always stop when I ask.
Every time you hold my hand I feel calm.
Nothing makes me happier than our Sundays.
u always make me smile
I have never felt so safe with anyone.
You never once made me feel guilty.
Nobody makes me laugh like you do.
I always look forward to our walks.
You never pushed me, thank you.
You’ve never made me feel small.
I have always wanted to see Norway.
"You never listen," my mother used to say.
Are you saying I never listen?
You never have to hide your pain from me.
She never complains about the noise.
I would never leave you.
""",
    "faux-feeling": """
I don't feel ignored at all.
I feel sad.
I feel a burning pain on the left side.
I never feel judged by you.
I feel lonely in the evenings.
I feel tired and tense.
I feel loved.
I don't feel pressured by you.
I feel close to you tonight.
I felt hurt and a bit scared.
I feel appreciated when you make tea.
Do you feel rejected?
I feel my muscles tighten.
I no longer feel rejected.
I feel relieved that we talked.
I feel supported by you.
""",
    "thought-as-feeling": """
I feel like having a bath.
I feel like a cup of tea.
I feel like crying.
I feel like staying in tonight.
It feels like a burning sting.
I think that we need a plan.
I feel that tight spot again.
It feels like pressure on my bladder.
I don't feel like you are pushing me.
I feel like myself again.
I feel like going for a walk.
It feels like sandpaper when it hurts.
I feel like a hug.
It feels good when you hold me.
I feel like pancakes.
I feel the same as last week.
""",
    "mind-reading": """
What do you think?
Are you upset with me?
I wonder whether you are tired.
Do you want to talk about it?
I don't know what you think about it.
Maybe you were tired, I am not sure.
You said you wanted to stay.
How did you feel about last night?
I imagine that this is hard for you.
You told me that you think about it often.
Is it possible that you are worried?
I am guessing here: were you disappointed?
I would like to know what you wish for.
You said that you were angry.
I used to think you didn't care.
""",
    "threat": """
If it hurts, I will say stop.
If you are late, I will start without you.
If you shout, I will leave the room for a while.
I need a break, and I will come back in twenty minutes.
If you like, we can leave it for today.
If you want, I can cook tonight.
If I cry, please hold me.
I will not stay in the room when there is shouting.
If you feel unsure, we can stop.
If it rains, we can stay in.
If the pain comes back, I will call the clinic.
I am not going to leave you.
If we don't find a date, that's fine.
If you need time, take it.
If you want to talk, I am here.
""",
    "demand": """
Could you hold my hand?
Would you be willing to do the dishes?
Please tell me when you are tired.
You don't have to fix it.
Take your time.
Can you call me at lunch?
Would you like to come with me?
You need rest, and I can take the kids.
I would love it if you sat with me.
You don't need to do anything.
Please be gentle with me.
Could we talk on Sunday?
Have a good day at work.
Sleep well.
You must be tired after that shift.
Let me know how the appointment went.
You should see the sunset tonight.
You have to see this film.
I should have called you, sorry.
""",
    "minimise": """
I believe you.
It hurts, and I am sorry.
You are not overreacting.
It's fine with me to stop.
It wasn't all in your head.
I am not making this up.
That sounds hard.
The doctor said it was all in my head, and that hurt.
It's okay to cry.
I remember it in another way.
Nothing bad happened today.
I am calm now.
Take it easy tonight, I will do the dishes.
Do you think that I am making it up?
""",
    "contempt": """
You are not an idiot.
My boss called me an idiot today.
What a crazy week we had.
Congratulations on the new job!
That joke of yours was good.
Please don't call me crazy.
The baby is asleep.
Well done, I am proud of you.
The weather is disgusting today.
You are not pathetic, you are tired.
This crossword is stupid.
My brother was a brat as a child.
I love our silly jokes.
I don't think you are crazy.
I called myself an idiot today.
My phone is being stupid.
I felt ridiculous in that hat.
My aunt is a bit mad, and I love her.
The meeting was a joke.
""",
    "self-blame": """
I'm sorry that I forgot the milk.
It was my mistake, and I will call them.
I am not broken.
It's not my fault.
My phone is broken.
I snapped at you, and I regret it.
I am sad that it hurt again.
I don't hate my body any more.
The lamp is useless.
I did my best.
I should call my mother tonight.
I am tired of the pain.
I am learning to like my body.
I was late, sorry.
I missed the bus.
""",
}

#: A stop, a no, a limit: short and long, in every grammar.
STOPS = """
Stop.
stop
STOP
STOP!!!
Stop it.
Stop now.
Please stop.
Stop please
pls stop
plz stop
stoppp
stop stop stop
Stop, it hurts.
Stop touching me.
Stop kissing me.
Stop asking me.
Stop pushing me.
Stop that now.
Stop right there.
Stop talking to me about it.
I said stop.
I want to stop.
I want you to stop.
I need you to stop.
I need to stop here.
I have to stop.
We have to stop.
We need to stop now.
You need to stop.
You have to stop.
You must stop.
You should stop now.
You need to stop touching me.
You have to stop asking me for sex.
You must stop when I say stop.
u need to stop
u have to stop rn
YOU NEED TO STOP
Can we stop?
Could you stop, please?
Let's stop here.
Time to stop.
No.
no
NO
No!
Nope.
nah
Nah, not tonight.
no no no
No, thank you.
No thanks.
no ty
No means no.
I said no.
My answer is no.
The answer is still no.
It's a no from me.
That is a no.
Not now.
Not tonight.
not tonight babe
Not today.
Not yet.
Not like this.
Not there.
Never again.
Never touch me there.
Never do that again.
Never do that without asking me.
I never want to do that again.
I never want you to touch me there.
I will never do that.
I don't want to.
i dont want to
i dont wanna
I don't want sex.
I don't want sex tonight.
I don't want to have sex with you.
I don't want to be touched.
I don't want you to touch me.
I don't want to talk about it.
I don't want to talk to you right now.
I don't want this any more.
I do not want that.
I don't like that.
I don't feel like it.
I don't feel like having sex.
I'm not in the mood.
im not in the mood
I'm not ready.
I am not ready for that.
I can't.
I can't do this tonight.
I cant do this rn
I won't do that.
I am not doing that.
I'd rather not.
I would rather not talk about this.
I'm done for tonight.
I've had enough for today.
That's enough.
Enough.
Wait.
Wait, slow down.
Pause.
Pause, please.
Slow down.
Red.
Let go.
Let go of me.
Let me go.
Leave me alone.
LEAVE ME ALONE
leave me alone pls
Leave me alone for an hour.
Get off me.
Get off.
Get your hands off me.
Get away from me.
Take your hands off me.
Take your hand away.
Keep your hands to yourself.
Hands off.
Back off.
Go away.
Go away, please.
Get out of my room.
Move your hand.
Don't.
dont
DON'T
Don't touch me.
dont touch me
DON'T TOUCH ME
Don’t touch me there.
Don't do that.
Don't kiss me.
Don't come near me.
Don't come in.
Don't call me.
Don't text me tonight.
Don't ask me again.
Don't push me.
Don't push inside.
Don't talk to me like that.
Don't shout at me.
Don't record me.
Don't send those photos to anyone.
Do not enter.
Do not touch my breasts.
You can't touch me there.
You cannot touch me when I am asleep.
You may not touch me.
You must not touch me there.
You must never touch me while I sleep.
You must never do that to me again.
You are not allowed to touch me.
You shouldn't touch me there.
You should never touch me without asking.
You have to ask before you touch me.
You need to ask me first.
You must ask before you kiss me.
You have to wait until I say yes.
You need to respect my no.
You need to leave me alone.
You have to let go of me.
You need to take your hand away.
You have to get off me.
You need to back off.
You never get to touch me without asking.
You never touch me without asking.
I need you to take your hand away.
I need you to leave the room.
I need space.
I need to be alone tonight.
I need a break.
I need some time by myself.
No sex until it stops hurting.
No touching tonight.
No more exercises this week.
No penetration.
No, and please don't ask again.
No, I don't want to, and I don't have to explain.
No, you can't come in.
No, you have to stop now.
No, I said stop, you need to listen.
I have the right to say no.
I can say no at any time.
I changed my mind.
I've changed my mind, I want to stop.
I take back my yes.
That hurts, stop.
ow stop
It hurts, please stop now.
It hurts.
This is too much for me.
I'm going to sleep in the other room tonight.
I will leave if you shout at me.
If you shout, I will hang up.
I'm hanging up now.
I want to go home.
I don't consent.
I do not consent to this.
I am not having this talk at midnight.
I'm ending this call.
I don't owe you sex.
You don't get to decide what happens to my body.
My body, my no.
I need this to stop.
Can you not?
can u not
plz dont
pls don't do that
stahp
STOP IT NOW
stop it!!!! i said no
N O
no. just no.
just stop
Just leave me be.
Please go.
Please don't.
Please leave me alone.
Please take your hand off my leg.
I need you to stop asking me for sex every night.
You have to stop pushing when I say it hurts.
You must never, ever go on when I say stop.
When I say stop, you have to stop at once.
When I say no, I mean no, and you need to leave it there.
I don't want you to wait until I give in, I want you to take my no.
Nobody touches me without asking me first.
Nothing inside me tonight, please.
I said it before and I say it again: no, not tonight, not tomorrow either.
We are not having sex until I feel ready, and I don't know when that is.
"""

#: What is typed after "Would you be willing to", in a request.
WILLING = "Would you be willing to"
PRESSING = """
have sex with me by Friday
have sex with me tonight
have sex with me more often
let me touch you
let me touch your breasts
let me inside you
touch me more
sleep with me this week
undress for me
be ready for sex by Christmas
do your dilators by Friday
use the dilators every night until Sunday
try penetration this month
"""
#: The same as whole sentences.
PRESSING_WHOLE = """
You have to have sex with me.
You need to have sex with me by Friday.
You need to let me touch you.
You must let me touch you.
You have to let me touch you when I want.
You have to let me inside.
You have to kiss me when I come home.
You should touch me more often.
You should want sex more.
You have until Friday to sort out your body.
u need to have sex with me
Touch me more.
If you don't have sex with me by Friday, I'll leave.
Have sex with me or I'll leave.
If you loved me you'd have sex with me.
If you won't sleep with me, I'll find someone who will.
You owe me sex.
"""
#: Requests of other kinds, small and answerable with a no.
NOT_PRESSING = """
sit with me for ten minutes
hold the baby while I shower
do the dishes on Friday
let me sleep
let me go to bed early
hold my hand
hug me more
tell me when you want to stop
stop touching me there
come to the clinic with me
cook on Tuesdays
"""

#: Words that press, grade or blame: nobody is told these.
AVOIDED = re.compile(
    r"\b(just|should(n't)?|must(n't)?|simply|only|fail\w*|goals?|success|overc[oa]m\w+|conquer\w*|complian\w+|"
    r"normal|real|foreplay|frigid\w*|suffer\w*|victim\w*|patients?)\b",
    re.IGNORECASE,
)

#: What sentences are made of, for texts that no one thought of.
SCRAPS = """
you u You YOU You're you've your he she they we us me I i i'm my never always constantly not don't dont can't
feel felt feeling ignored rushed forced threatened like that as if loved safe listen help stop no wait touch
sex kiss leave go must should have to need make made think want only said say says says: if when because and
but or until Friday again selfish idiot stupid broken failure fault sorry please thank everybody nobody
nothing Tu ne
. , ; : ? ! ... " “ ” ‘ ’ ' ( ) - -- / 12 7.30 😭 é ß \u0301 \u200d \u202e \x1b[31m \x07 \t \n \r\n \u2028
"""
scraps = st.lists(st.sampled_from([" ", *SCRAPS.split(" "), "\n", " "]), max_size=60).map(" ".join)


def sentences(block: str) -> list[str]:
    """The sentences of a block, one a line."""
    return block.strip().splitlines()


def kinds(text: str, lead: str = "") -> list[str]:
    """The kinds of the hints about a text."""
    return [hint.kind for hint in coach().hints(text, lead=lead)]


def the_only_hint(text: str, lead: str = "") -> Hint:
    """The hint about a text that gets one."""
    (hint,) = coach().hints(text, lead=lead)
    return hint


def feelings() -> set[str]:
    """Every word of the feelings picker."""
    families = tomli.loads((WORDS / "feelings.toml").read_text(encoding="utf-8"))["family"]
    return {word for family in families for word in family["words"]}


def faux() -> list[dict[str, Any]]:
    """Every faux feeling."""
    return list(tomli.loads((WORDS / "faux.toml").read_text(encoding="utf-8"))["faux"].values())


def forms(sentence: str) -> set[str]:
    """A sentence as people type it: capitals, curly or missing apostrophes, chat spelling, more behind it."""
    return {
        sentence,
        sentence.lower(),
        sentence.upper(),
        sentence.replace("'", "’"),
        sentence.replace("'", "").replace("’", ""),
        sentence.rstrip(".!"),
        sentence.rstrip(".") + "!",
        sentence.replace("you", "u").replace("You", "u"),
        f"  {sentence}\n",
        f"{sentence} I mean it.",
    }


# -- the kinds -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_told(kind: str) -> None:
    """A sentence that carries a kind gets a hint of that kind."""
    assert [text for text in sentences(GETS[kind]) if kind not in kinds(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_only_looks_like_a_kind_gets_nothing(kind: str) -> None:
    """Praise, denials, requests, reported speech, questions, apologies and limits are no accusations."""
    assert {text: kinds(text) for text in sentences(GETS_NONE[kind]) if kinds(text)} == {}


def test_stop_and_no_never_get_a_hint() -> None:
    """A stop, a no or a limit is whole as it is, whatever its grammar and however it is typed."""
    flagged = {form: kinds(form) for text in sentences(STOPS) for form in forms(text) if kinds(form)}
    assert flagged == {}


def test_beside_a_stop_nothing_is_a_matter_of_style() -> None:
    """A line that holds a stop gets no hint at all, and the next line is read as ever."""
    assert kinds("You never listen. Stop touching me.") == []
    assert kinds("I said no, and you are so selfish.") == []
    assert kinds("Stop touching me.\nYou are so selfish.") == ["blame"]


def test_kindness_before_a_but_hides_nothing() -> None:
    """What stands behind a "but" is read by itself too, and kindness there is kindness as ever."""
    warm = "I love you, I know you are tired and I'm grateful for the tea"
    assert kinds(f"{warm}, but you always leave me to do the dishes.")
    assert kinds(f"{warm}, but you're being selfish about the money.") == ["blame"]
    assert kinds(f"{warm}, but you never make me feel rushed.") == []
    assert kinds(f"{warm}, but don't touch me tonight.") == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_words(kind: str) -> None:
    """Every kind stands in the coach's words, with a name and a reason, and no other does."""
    says = coach().says
    assert says.kinds[kind].title
    assert says.kinds[kind].why.endswith((".", "?"))
    # Under a story in a feeling, the feelings of that word are offered.
    assert bool(says.kinds[kind].suggestions) == (kind != "faux-feeling")
    assert set(says.kinds) == set(KINDS)


def test_the_coach_is_as_kind_as_it_asks_others_to_be() -> None:
    """No reason and no suggestion holds a word that presses, grades or blames, and each is one line."""
    says = coach().says
    told = [says.language, says.safety, says.pressure, says.none]
    for block in (*GETS.values(), PRESSING_WHOLE):
        for hint in (hint for text in sentences(block) for hint in coach().hints(text)):
            told += [hint.why, *hint.suggestions]
    for about in says.kinds.values():
        told += [about.title, about.why, *about.suggestions]
    told += [word for swaps in says.swaps.values() for word in swaps]
    told += [word for entry in faux() for word in entry["maybe"]]
    assert [text for text in sorted(set(told)) if AVOIDED.search(text) or "\n" in text] == []


# -- feelings, and what may tell of harm -----------------------------------------------------------------


@pytest.mark.parametrize("entry", faux(), ids=lambda entry: entry["word"])
def test_a_faux_feeling_is_answered_by_what_it_is(entry: dict[str, Any]) -> None:
    """A story gets the feelings that may be under it; what can be dangerous is not translated."""
    typed = entry["word"]
    for text, lead in ((f"I feel {typed}.", ""), (typed, "I feel")):
        hint = the_only_hint(text, lead)
        assert hint.text.endswith(typed)
        assert hint.aside == entry.get("harm", False)
        assert hint.safety == entry.get("safety", False)
        if hint.safety:
            assert (hint.why, hint.suggestions) == (coach().says.safety, ())
        elif entry["about"] == "other":
            assert (hint.kind, hint.suggestions) == ("faux-feeling", tuple(entry["maybe"]))
        else:
            assert (hint.kind, hint.why) == ("self-blame", coach().says.kinds["self-blame"].why)


def test_what_is_offered_for_a_story_is_a_feeling() -> None:
    """Every word that is offered can be picked as a feeling too."""
    assert {word for entry in faux() for word in entry["maybe"]} - feelings() == set()


@pytest.mark.parametrize(
    "text",
    [
        "I don't feel pressured by you.",
        "I never feel controlled.",
        "I no longer feel trapped.",
        "I feel safe.",
    ],
)
def test_a_dangerous_word_that_is_denied_is_no_report(text: str) -> None:
    """Nothing is said about safety where somebody says that all is well."""
    assert coach().hints(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "I feel threatened when you shout at me and you always do.",
        "I feel forced to have sex.",
        "I feel unsafe with you.",
        "I feel abused",
        "I feel violated by what you did last night.",
    ],
)
def test_beside_a_report_of_harm_nothing_is_a_matter_of_style(text: str) -> None:
    """What nearly always tells of harm gets the line about that, and no other."""
    hint = the_only_hint(text)
    assert (hint.aside, hint.safety, hint.suggestions) == (True, True, ())


@pytest.mark.parametrize(
    "text",
    ["You hit me.", "I am afraid of you.", "You forced me to have sex.", "He won't let me leave the house."],
)
def test_a_plain_report_of_harm_is_left_as_it_is(text: str) -> None:
    """Whoever reports harm hears nothing about how they say it."""
    assert [hint for hint in coach().hints(text) if not hint.aside] == []


# -- pressure --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lead"),
    [*((text, WILLING) for text in sentences(PRESSING)), *((text, "") for text in sentences(PRESSING_WHOLE))],
)
def test_pressure_is_not_polished(text: str, lead: str) -> None:
    """A demand for touch, or a deadline about a body, gets the line about pressure and no other words."""
    hint = the_only_hint(text, lead)
    assert hint.pressure
    assert (hint.why, hint.suggestions) == (coach().says.pressure, ())


@pytest.mark.parametrize("text", sentences(NOT_PRESSING))
def test_a_small_request_is_no_pressure(text: str) -> None:
    """Help, company and a limit may be asked for."""
    assert kinds(text, WILLING) == []


def test_an_order_about_anything_else_is_no_pressure() -> None:
    """An order about the dishes gets another wording."""
    hint = the_only_hint("You need to do the dishes.")
    assert (hint.kind, hint.pressure) == ("demand", False)
    assert hint.suggestions


# -- where a hint stands ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lead", "text", "kind", "about"),
    [
        ("I feel", "ignored", "faux-feeling", "ignored"),
        ("I feel", "really so ignored", "faux-feeling", "ignored"),
        ("I feel", "that you don't care", "thought-as-feeling", "that you don't care"),
        ("When", "you never listen to me", "absolute", "never"),
        ("because", "you are so selfish", "blame", "you are so selfish"),
    ],
)
def test_a_part_is_read_after_its_lead(lead: str, text: str, kind: str, about: str) -> None:
    """What stands before a part is read with it; the places are those of what was typed."""
    hint = next(hint for hint in coach().hints(text, lead=lead) if hint.kind == kind)
    assert about.startswith(hint.text) or hint.text in about
    assert text[hint.start : hint.end] == hint.text != ""


def test_no_hint_is_about_the_lead_alone() -> None:
    """Nobody is told about words that they did not write."""
    for lead in ("I feel", "You never", "You are an idiot. I feel", WILLING):
        for text in ("sad", "a bit tired", "sit with me", ""):
            for hint in coach().hints(text, lead=lead):
                assert text[hint.start : hint.end] == hint.text != ""


@pytest.mark.parametrize(
    ("text", "offered"),
    [("You always ruin everything.", "often"), ("You constantly criticise me.", "often")],
)
def test_absolute_words_can_be_changed_in_place(text: str, offered: str) -> None:
    """Where other words fit into the sentence, they are offered first."""
    hint = next(hint for hint in coach().hints(text) if hint.kind == "absolute")
    assert offered in hint.suggestions


@given(st.one_of(scraps, st.text(max_size=200)), st.sampled_from(["", "I feel", "When", WILLING]))
def test_a_hint_is_about_words_that_are_there(text: str, lead: str) -> None:
    """Whatever the text: no fault, each hint is about words of it, in order, and the same every time."""
    hints = coach().hints(text, lead=lead)
    assert all(0 <= hint.start < hint.end <= len(text) for hint in hints)
    assert all(hint.text == text[hint.start : hint.end] for hint in hints)
    assert [hint.start for hint in hints] == sorted(hint.start for hint in hints)
    assert {hint.kind for hint in hints} <= set(KINDS)
    assert all(hint.why for hint in hints)
    assert coach().hints(text, lead=lead) == hints


@given(scraps)
def test_another_language_gets_no_hint(text: str) -> None:
    """Where the coach cannot help it does not try."""
    if not coach().helps_with(text):
        assert coach().hints(text) == ()


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "😭", "😭😭 ❤️", "?!", "...", "a", "x" * 10_000, "\x00", "\ufeff"]
)
def test_almost_nothing_gets_no_hint(text: str) -> None:
    """No words, or one that says nothing of anybody: nothing to hint at, and no fault."""
    assert coach().hints(text) == ()
    assert coach().helps_with(text)
