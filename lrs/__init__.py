"""The statement store: tables, writes, reads, access keys; Flask lives in lrs.web alone."""
