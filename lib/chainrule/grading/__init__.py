"""The sealed autograder. Never given to students."""
