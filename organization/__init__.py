"""Who is assessed and who may see it: units, categories, cadres, posts, accounts, roles, audit."""
