"""Commands of `tahkim` that have a file of their own, and what all commands begin with."""
