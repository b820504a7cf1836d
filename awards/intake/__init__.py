"""The intake while it comes in: how many entries there are, who has not begun, whose draft may come too late."""
