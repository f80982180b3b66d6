"""What educators may write: text files, their list, previews, translation stamps."""
