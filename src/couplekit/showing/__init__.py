"""Domain values as something to look at. Prints nothing."""
