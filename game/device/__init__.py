"""The game on a device: controller, saves, outbox, journal, pairing, sync with a site, preferences."""
