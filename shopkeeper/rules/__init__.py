"""What the shop has decided: pure functions over frozen values, without database, screen, clock or disk."""
