"""The home folder: TOML in and out, drafts, the lock, saving."""
