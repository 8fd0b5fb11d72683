"""Who is told what of an alert, in words that give away nothing the person may not see."""
