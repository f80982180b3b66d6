"""What several packages need of the machine and the network: file locks, the HTTP client, waits between tries, codes to copy by hand."""
