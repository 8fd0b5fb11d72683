"""One page about a country or a partner, made for a round table's table: on the screen, printed, and as PDF."""
