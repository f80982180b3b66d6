"""R14, time from a warning sign to its report: Kaplan-Meier in game hours, one curve a sign."""
