"""Trusted answers to every task, a module per topic. Needs NumPy alone; never given to students."""
