"""The parts of a pack, in their order: each asks the register through the desk and returns a section."""
