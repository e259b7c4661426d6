"""From the bytes that a student handed in to a graded notebook; nothing here touches a disk."""
