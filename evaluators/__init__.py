"""The evaluators (考评员): who they are, whom they may assess, and the groups they form."""
