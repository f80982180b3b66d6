"""Questions of other programs in and ours out: GIFT, Moodle XML, QTI, H5P, tables and Markdown, with a report of what became of each."""
