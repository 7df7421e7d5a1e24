"""couplekit: private check-ins, agreed signals and boundaries for two people living with pelvic pain."""

__version__ = "0.1.0"
