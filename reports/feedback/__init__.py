"""What judges wrote for the people of an entry."""
