"""The help desk: questions to the award's office, their answers, and those that everybody may read."""
