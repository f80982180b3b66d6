"""The xAPI vocabulary: verbs, activities, actors, builders and the checks of xAPI 1.0.3 and 2.0. No input or output."""
