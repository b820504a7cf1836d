"""Whether judges could tell whose entry they judged blind."""
