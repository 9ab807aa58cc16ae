"""What holds for every test."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A busy machine is no reason to fail; in CI the examples are the same each time, elsewhere they look for more.
settings.register_profile(
    "berkala",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("berkala")
