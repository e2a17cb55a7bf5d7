"""The table of links that several sources fill."""

import pandas as pd


def link_table(cells: pd.DataFrame) -> pd.DataFrame:
    """Bring (leaf, assessee, target) cells into the engine's columns; weight 1 unless given."""
    table = pd.DataFrame(
        {
            "assessee": cells["key"],
            "node": cells["node"],
            "target": cells["target"],
            "weight": cells["weight"].map(str) if "weight" in cells else "1",
        },
        dtype=object,
    )
    return table.reset_index(drop=True)
