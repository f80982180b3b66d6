"""R27, lived experience: what learners say of a course, by question, role, language and edition."""
