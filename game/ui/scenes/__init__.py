"""The scenes of the window: each gives a screen as data and says what a press does."""
