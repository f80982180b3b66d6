"""Content written in other formats, and read from them: booklet, offline pack, GIFT, review pack. Loaded only when asked for."""
