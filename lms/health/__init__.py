"""Health of a running site: heartbeats, lags and last successes, the reasons they give, and their gauges."""
