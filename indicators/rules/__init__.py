"""Pure rules of the indicators app: units of measure, periods, the tree."""
