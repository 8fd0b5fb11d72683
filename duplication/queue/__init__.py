"""The queue of alerts: filters, order, places in it, several at once."""
