"""Every change of the feedback app."""

from feedback.services.advice import write_advice
from feedback.services.batches import cancel_batch, make_batch, order_batch, sweep_batches

__all__ = ["cancel_batch", "make_batch", "order_batch", "sweep_batches", "write_advice"]
