"""What every request and answer passes: hosts, bodies, ids, security headers."""
