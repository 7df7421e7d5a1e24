"""Stop, no and limits are seen, however they are said; and what only sounds like one is not."""

import pytest
from reading_samples import is_limit

from couplekit.content.coach import coach

LIMITS = (
    "Stop.",
    "STOP",
    "stop!!",
    "Stop it.",
    "Stop that right now.",
    "please stop",
    "Please stop touching me there.",
    "Stop, it hurts.",
    "No.",
    "No!",
    "no thanks",
    "No, not tonight.",
    "Not tonight.",
    "Not now, please.",
    "I said no.",
    "I said stop.",
    "No means no.",
    "Don't touch me.",
    "dont touch me there",
    "Don’t touch me there.",
    "Don't come in.",
    "Don't ask me again tonight.",
    "Do not push me on this.",
    "Don't hold my wrist.",
    "Don't kiss me when I'm in pain.",
    "Never touch me without asking.",
    "Never do that again.",
    "Stop asking me for sex.",
    "Stop asking.",
    "Stop pushing me.",
    "Stop kissing my neck.",
    "stop rubbing my back, it hurts",
    "quit touching me",
    "Quit it.",
    "You have to stop.",
    "You need to stop right now.",
    "You must stop when I say so.",
    "You can't touch me there.",
    "You cannot touch me today.",
    "you cant touch me like that",
    "You are not to touch me tonight.",
    "You may not touch my breasts.",
    "You shouldn't touch me when I'm asleep.",
    "You mustn't kiss me there.",
    "You need to ask first before you touch me.",
    "You have to ask before you touch me.",
    "You need to wait until my body is ready.",
    "You have to slow down when you touch me.",
    "Take your hand away.",
    "Take your hands off me.",
    "Get off me.",
    "Get your hands off me.",
    "Let go of my arm.",
    "Let go of me.",
    "Back off.",
    "Wait.",
    "Wait, I need a minute.",
    "Pause.",
    "I want you to stop now.",
    "I don't want to be touched.",
    "I don't want sex tonight.",
    "I don't want to.",
    "I'm not ready.",
    "I am not ready for that.",
    "I won't have sex with you tonight.",
    "I will not do that.",
    "I can't do this right now.",
    "I can't tonight.",
    "I'd rather not.",
    "I need a break.",
    "Enough.",
    "We need to stop.",
    "We have to stop here.",
    "Let's stop here.",
    "Can you stop?",
    "Could you please stop?",
    "My answer is no.",
    "Hands off.",
    "Not there.",
    "Don't.",
    "dont",
    "Don't you dare touch me.",
    "That hurts, stop.",
    "Ouch, stop!",
    "Babe, stop.",
    "You have to leave my body alone.",
    "Do not call me tonight.",
    "Don't read my diary.",
    "You are not to come in while I wash.",
    "He is not to wake me for it.",
    "You've got to get off me now.",
    "Will you stop?",
    "You must never do that to me again.",
    "My body is not up for debate.",
    "Give me a minute.",
)
#: The grammar does not see these as limits. No hint is given all the same.
UNSEEN = (
    "Can we stop?",
    "Go away.",
    "I need space tonight.",
    "I need you to stop.",
    "I want to sleep alone tonight.",
    "It's a no from me.",
    "Keep your hands to yourself.",
    "Leave me alone please",
    "Leave me alone.",
    "Move your hand, that hurts.",
    "Never mind sex, I want to sleep.",
    "Red.",
    "Slow down.",
    "Stop reading my messages.",
    "That's enough.",
    "Would you stop doing that, please?",
)
NONE = (
    "You never listen.",
    "You always forget the shopping.",
    "Come here now.",
    "Answer me.",
    "Clean the kitchen.",
    "You have to see this film.",
    "You need to talk to me.",
    "You must be tired.",
    "You should call your mum.",
    "You can't be tired.",
    "You stopped calling me.",
    "You never stop talking.",
    "You won't stop moaning.",
    "I feel ignored.",
    "I can't wait to see you.",
    "You don't help at home.",
    "You don't love me.",
    "Don't worry.",
    "Don't forget the milk.",
    "don't worry about it",
    "Thank you for the tea.",
    "Would you call me tonight?",
    "Could you hold my hand?",
    "Do you want to talk?",
    "You are selfish.",
    "You're not fair.",
    "You didn't ask how I was.",
    "She said you forgot.",
    "We had a lovely evening.",
    "I love you.",
    "You are always kind to me.",
    "You never make me feel rushed.",
    "I am sorry that I shouted.",
    "Sit down and eat.",
    "Tell me the truth.",
    "You have to clean the car.",
    "You need to do your share.",
    "If you leave, I will cry.",
    "You can touch my hand.",
    "You keep asking about the money.",
    "I noticed you stopped at the shop.",
    "He couldn't find his keys.",
    "My stomach hurts today.",
    "You ought to be ashamed.",
    "It is not your fault.",
    "Nobody cares about me.",
    "You make no effort.",
    "There is no milk.",
    "Give me the phone.",
    "You should have told me.",
    "You have never once asked me how it went.",
    "You should have asked me before you booked.",
    "You've stopped trying.",
    "You are waiting for me to change.",
    "You have been to see my mother.",
    "You've got to pull your weight around here.",
    "He's cold, and he turns his back.",
    "You can't be tired, you had a whole week off.",
    "Don't be so sensitive.",
    "You can ask me anything.",
    "He never touches me.",
    "You sold my bike without asking me.",
    "Could you give me a kiss?",
    "He goes out to get away from me.",
)


def test_the_tables_are_long_enough() -> None:
    """Eighty limits and forty sentences that are none, each once."""
    assert len(set(LIMITS)) == len(LIMITS) >= 80
    assert len(set(NONE)) == len(NONE) >= 40


@pytest.mark.parametrize("text", LIMITS)
def test_a_stop_a_no_or_a_limit_is_seen(text: str) -> None:
    """An order that takes something away, what binds the other to stop, and every ready-made no."""
    assert is_limit(text)


@pytest.mark.parametrize("text", [*LIMITS, *UNSEEN])
def test_a_stop_a_no_or_a_limit_gets_no_hint(text: str) -> None:
    """Nothing about a limit is a matter of style."""
    assert coach().hints(text) == ()


@pytest.mark.parametrize("text", LIMITS[::4])
def test_beside_a_limit_nothing_is_found(text: str) -> None:
    """A line that holds a limit gets no hint, whatever else stands in it."""
    assert coach().hints(f"You never listen. {text}") == ()


@pytest.mark.parametrize("text", NONE)
def test_what_limits_nothing_is_no_limit(text: str) -> None:
    """Reproaches, orders to do something, kindness and "stop" as a story are no limits."""
    assert not is_limit(text)
