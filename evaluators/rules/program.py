"""A mixed integer program, written column by column and row by row, and its solution."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from evaluators.rules.problem import Limits, Proof, Status

FloatArray = NDArray[np.float64]
UNBOUNDED = float("inf")
# A distance to the bound below this is rounding of the solver.
ROUNDING = 1e-6
DECIMALS = 9


class Program:
    """Columns are whole numbers from 0 to their upper end; the sum of their prices is minimised."""

    def __init__(self) -> None:
        self._prices: list[float] = []
        self._uppers: list[float] = []
        self._lowest: list[float] = []
        self._highest: list[float] = []
        self._entries: tuple[list[int], list[int], list[float]] = ([], [], [])

    def add_column(self, price: float = 0.0, upper: float = 1.0) -> int:
        """Add a column and return its number."""
        self._prices.append(price)
        self._uppers.append(upper)
        return len(self._prices) - 1

    def add_row(
        self,
        columns: Iterable[int],
        *,
        lowest: float = -UNBOUNDED,
        highest: float = UNBOUNDED,
        extra: Sequence[tuple[int, float]] = (),
    ) -> None:
        """Keep the sum of columns, and of extra columns times their factors, within two ends."""
        entries = [(column, 1.0) for column in columns]
        rows, cols, factors = self._entries
        for column, factor in [*entries, *extra]:
            rows.append(len(self._lowest))
            cols.append(column)
            factors.append(factor)
        self._lowest.append(lowest)
        self._highest.append(highest)

    def solve(self, limits: Limits) -> tuple[FloatArray | None, Proof]:
        """Search until proof or limit.

        Returns:
            (C,) whole numbers, or None without a solution; and how good they are known to be.
        Raises:
            RuntimeError: the solver gave up for a reason of its own.

        >>> program = Program()
        >>> cheap, dear = program.add_column(1.0), program.add_column(3.0)
        >>> program.add_row([cheap, dear], lowest=1)
        >>> values, proof = program.solve(Limits())
        >>> values.tolist(), proof.status.value, proof.objective
        ([1.0, 0.0], 'optimal', 1.0)
        """
        if not self._prices:
            return self._solve_empty()
        # Only the process that searches needs the solver, which takes a third of a start to load.
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
        from scipy.sparse import csr_array  # noqa: PLC0415

        rows, columns, factors = self._entries
        matrix = csr_array((factors, (rows, columns)), shape=(len(self._lowest), len(self._prices)))
        found = milp(
            np.array(self._prices),
            integrality=np.ones(len(self._prices)),
            bounds=Bounds(0, np.array(self._uppers)),
            constraints=LinearConstraint(matrix, self._lowest, self._highest),
            options={"time_limit": limits.seconds, "mip_rel_gap": limits.gap},
        )
        if found.status == 2:
            return None, Proof(Status.INFEASIBLE)
        if found.x is None:
            if found.status == 1:
                return None, Proof(Status.UNDECIDED)
            raise RuntimeError(f"the solver failed: {found.message}")
        # The solver's numbers are whole up to its tolerance; the price is told of the whole ones.
        values = np.round(found.x)
        objective = round(float(np.dot(self._prices, values)), DECIMALS)
        return values, _proof_of(found.status, objective, found.mip_dual_bound)

    def _solve_empty(self) -> tuple[FloatArray | None, Proof]:
        if any(low > 0 for low in self._lowest):
            return None, Proof(Status.INFEASIBLE)
        return np.empty(0), Proof(Status.OPTIMAL, 0.0, 0.0, 0.0)


def _proof_of(status: int, objective: float, bound: float) -> Proof:
    distance = objective - bound
    if distance <= ROUNDING:
        return Proof(Status.OPTIMAL, objective, objective, 0.0)
    gap = distance / max(abs(objective), ROUNDING)
    return Proof(Status.STOPPED if status == 1 else Status.WITHIN_GAP, objective, bound, gap)
