"""What an educator sees of a cohort."""
