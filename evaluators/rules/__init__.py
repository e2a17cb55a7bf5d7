"""Pure rules of the evaluators app: recusal, forming of groups, points, duty, samples."""
