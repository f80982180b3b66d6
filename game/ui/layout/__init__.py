"""From a screen as data to a frame of shapes, without pygame."""
