"""The parts of a turn: what the window shows of one moment of a week."""
