"""Values and rules, pure: no file, no terminal, no clock of its own."""
