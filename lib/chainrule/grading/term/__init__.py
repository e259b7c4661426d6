"""A class of submissions: grading, the gradebook, feedback, and the test of the tests."""
