"""The codes of French départements, and of the territories that have one of their own."""

CODES = (
    *(f"{number:02d}" for number in range(1, 20)),
    "2A",
    "2B",
    *(str(number) for number in range(21, 96)),
    *(str(number) for number in range(971, 979)),
    *(str(number) for number in range(986, 989)),
)
