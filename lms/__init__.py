"""What learners, educators and staff see: one Flask application. Nobody imports this package."""
