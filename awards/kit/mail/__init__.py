"""Mail: letters in both languages, one to each recipient, kept in an outbox and sent once."""
