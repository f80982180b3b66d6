"""`horslesmurs doctor`: what an operator should look at before people come, and while they are there."""
