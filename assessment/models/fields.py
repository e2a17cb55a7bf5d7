"""The one codec for rows of numbers: int64 micro-points or int16 marks in one column."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from django.db import models

if TYPE_CHECKING:
    _Column = models.BinaryField[npt.ArrayLike | bytes, npt.NDArray[np.int64]]
else:
    _Column = models.BinaryField


class PackedIntegersField(_Column):
    """A row of integers in one compact column, read and written as a NumPy array.

    Little-endian two's complement without a header; `dtype` is fixed for the column. NULL is None.
    """

    def __init__(self, *args: Any, dtype: str = "int64", **kwargs: Any) -> None:
        self.dtype = np.dtype(dtype).newbyteorder("<")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "dtype": self.dtype.name}

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        return None if value is None else np.frombuffer(value, dtype=self.dtype)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, np.ndarray):
            return value
        return np.frombuffer(value, dtype=self.dtype)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(self._pack(value), connection, prepared)

    def value_to_string(self, obj: models.Model) -> str:
        values = self.value_from_object(obj)
        return "" if values is None else " ".join(map(str, values.tolist()))

    def _pack(self, value: npt.ArrayLike | bytes | None) -> bytes | None:
        if value is None or isinstance(value, bytes):
            return value
        array = np.asarray(value)
        packed = array.astype(self.dtype)
        if not np.array_equal(packed, array):
            raise ValueError(f"a number does not fit into {self.dtype.name}")
        return packed.tobytes()
