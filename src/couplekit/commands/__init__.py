"""The commands: parse, call one function, say the result. One file per noun."""
