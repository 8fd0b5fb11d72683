"""Record linkage: two projects in, a match weight with its evidence out. Nothing of it knows alerts."""
