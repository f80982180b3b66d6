"""What every page shows of the site: content, frame, health."""
