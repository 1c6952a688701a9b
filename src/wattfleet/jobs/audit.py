"""The daily audit: what it finds is kept for the board, told in the log, and counted."""

import structlog

from wattfleet.jobs.metrics import VIOLATIONS
from wattfleet.usecases.keep_audits import keep_audits
from wattfleet.usecases.parts import Parts

log = structlog.get_logger("wattfleet.audit")


async def audit_daily(parts: Parts) -> int:
    """Audit each tenant whose last audit is a day old; never asks to be run again at once."""
    for tenant, audit in await keep_audits(parts):
        log.info(
            "audited",
            tenant=tenant,
            rows=audit.looked_at,
            violations=audit.violations,
            took_ms=(audit.ended_at - audit.started_at) // 1000,
        )
        for one in audit.checked:
            if one.violations:
                VIOLATIONS.labels(one.id).inc(one.violations)
                log.error(
                    "invariant_violated",
                    tenant=tenant,
                    invariant=one.id,
                    violations=one.violations,
                    first=one.evidence[0].words,
                    rows=one.evidence[0].rows,
                    frames=one.evidence[0].frames,
                )
    return 0
