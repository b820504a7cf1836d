"""Which criteria do not apply to an entry: granted by organisers before judges begin on it."""
