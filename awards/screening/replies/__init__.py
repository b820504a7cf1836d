"""The one answer of an entry's people to its disqualification, and what two organisers make of it."""
