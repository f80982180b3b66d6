"""A moment of a week as a screen, made of a view and of what is chosen so far: alike in the window, the browser and the pages."""
