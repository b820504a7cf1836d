"""Tools that know no word of the award: database, forms, words, mail, jobs, audit, files."""
