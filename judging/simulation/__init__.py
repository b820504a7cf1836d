"""Made-up cycles whose truth is known: how often each way of judging finds the best entry."""
