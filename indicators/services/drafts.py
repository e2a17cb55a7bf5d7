"""What every change of a system begins with: holding its draft."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.models import IndicatorSystem, SystemNode


class StaleNodeError(ValidationError):
    """Somebody changed the node meanwhile; nothing was stored.

    Attributes:
        theirs: the node as it stands now.
    """

    def __init__(self, theirs: SystemNode) -> None:
        super().__init__(
            _("Somebody else changed “%(node)s” meanwhile.") % {"node": theirs}, code="stale"
        )
        self.theirs = theirs


def hold_draft(system: IndicatorSystem) -> None:
    """Lock a draft until the transaction ends, so that editing and publishing cannot cross.

    Raises:
        ValidationError: the system is published, frozen or gone.
    """
    drafts = IndicatorSystem.objects.select_for_update(of=("self",)).drafts()
    if not drafts.filter(pk=system.pk).exists():
        raise ValidationError(
            _("Only a draft may be changed. Make a new version of the system."), code="not_draft"
        )


def hold_node(node: SystemNode, version: int | None) -> SystemNode:
    """Lock the draft of a node and read the node as it stands.

    Args:
        version: the version that the change was made from; None changes whatever stands there.

    Raises:
        StaleNodeError: the node has another version by now.
        ValidationError: its system is no draft, or somebody deleted the node.
    """
    hold_draft(node.system)
    nodes = SystemNode.objects.select_related("system", "parent", "indicator")
    stored = nodes.filter(pk=node.pk).first()
    if stored is None:
        raise ValidationError(
            _("Somebody else deleted “%(node)s” meanwhile.") % {"node": node}, code="gone"
        )
    if version is not None and stored.version != version:
        raise StaleNodeError(stored)
    return stored
