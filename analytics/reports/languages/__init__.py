"""R10, differential item functioning: the same item in French and in English."""
