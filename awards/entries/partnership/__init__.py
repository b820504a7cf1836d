"""What an agency says to being named as a partner of an entry."""
