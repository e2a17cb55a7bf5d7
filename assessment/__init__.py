"""Cycles of any kind: assessees, evidence, runs, proposals, decisions, publication."""
