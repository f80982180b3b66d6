"""Lists of staff as pages and CSV files: columns, order, filter, paging."""
