"""Finding: what was typed, the words it is looked for in, counts beside the filters, suggestions, spelling."""
