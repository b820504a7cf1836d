"""Events of the award, such as orientation workshops."""
