"""What is read by a person: the terminal, the report, the doctor, the demo."""
