"""Messages that leave the site: confirmed addresses, reminders somebody asked for, and how to stop them all."""
