"""The default lexicon: TOML data files, each explaining itself at its top."""
