"""The provider `sandbox`: a seeded fictional world, with faults on request."""

from leadwright.adapters.providers.sandbox.faults import Faults, SandboxDown
from leadwright.adapters.providers.sandbox.provider import SandboxProvider, tables_of

__all__ = ["Faults", "SandboxDown", "SandboxProvider", "tables_of"]
