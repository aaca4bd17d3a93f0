"""The stand-ins of the contract tests, here asked directly."""

from tests.contract.conftest import client, outside, whole_outside

__all__ = ["client", "outside", "whole_outside"]
