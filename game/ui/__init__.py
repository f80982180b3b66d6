"""The desktop window: screens as data, one layout, one file that knows pygame."""
