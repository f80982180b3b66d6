"""The trial kit: protocol, allocation, flow and analysis of a randomised trial of learning. Pure: no store, no lake, no accounts."""
