"""People: accounts, guests, signing in, the pseudonym that stands for each of them."""
