"""What answers a recommendation or meets a need: subjects in, evidence in sentences out, and people decide."""
