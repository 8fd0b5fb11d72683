"""Forms with which projects are entered and documents brought in."""
