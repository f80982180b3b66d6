"""Items one by one: what each tells apart, how hard it is on one scale, and how sure learners are of their response."""
