"""The second factor of a sign-in: a code of an app on one's telephone (RFC 6238), and codes on paper for the day it is lost."""
