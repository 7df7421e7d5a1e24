"""What holds for the tests of rules: how fast a machine is decides nothing."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
