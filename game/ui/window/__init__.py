"""The window: pygame in one module, its null twin, touch, fonts, sound."""
