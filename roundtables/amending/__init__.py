"""What became of the words of a recommendation: taken up by later meetings, corrected, and how they read before."""
