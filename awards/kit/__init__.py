"""Tools that know no word of the award: database, forms, words, jobs, audit, files."""
