"""`horslesmurs site-trial`: what operators do with trials of the site."""
