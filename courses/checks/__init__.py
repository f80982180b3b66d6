"""What is refused in content, one file a kind of check; codes and their meaning stand in codes.py."""
