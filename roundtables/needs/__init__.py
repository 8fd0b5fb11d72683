"""Needs of countries and offers of partners: stated, matched with each other and with what is planned, told, closed."""
