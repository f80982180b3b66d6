"""What the site keeps about a person, said in words."""
