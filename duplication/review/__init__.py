"""What people say and decide of alerts, and what follows from it."""
