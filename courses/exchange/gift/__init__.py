"""GIFT, the text format of Moodle's question banks."""
