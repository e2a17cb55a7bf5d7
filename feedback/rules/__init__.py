"""Pure rules of the feedback app: the figures of a report and what would regain lost points."""
