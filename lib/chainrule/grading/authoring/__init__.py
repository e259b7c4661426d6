"""From the text of an assignment to what students get, and the corpus that tests its tests."""
