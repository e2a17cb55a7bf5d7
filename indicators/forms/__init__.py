"""Forms of systems, nodes, rules, units' own sheets and figures."""
