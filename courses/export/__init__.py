"""Content out of the house and in again: booklet, offline pack, GIFT, review pack. Loaded only when asked for."""
