"""How a day goes: actions, calls, reports, situations, time."""
