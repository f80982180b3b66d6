"""The operator's command for the game in browsers."""
