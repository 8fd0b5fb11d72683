"""Tables of weights: fitted to judged pairs, measured, proposed, accepted; and the thresholds."""
