"""The findings before a run, as the board and the start of a run show them."""

from assessment.models import AssessmentCycle
from assessment.selectors.readiness import ERROR, Finding, check_readiness
from organization.models import User


def findings_of(cycle: AssessmentCycle, user: User) -> dict[str, list[Finding]]:
    """Template context: what has to be put right, and what is worth knowing."""
    findings = check_readiness(cycle, user=user)
    return {
        "errors": [finding for finding in findings if finding.severity == ERROR],
        "warnings": [finding for finding in findings if finding.severity != ERROR],
    }
