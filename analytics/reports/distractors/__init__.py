"""R9, distractor analysis: what each option of an item attracts."""
