"""The walls around students' code, what passes through them, and the examiner on this side."""
