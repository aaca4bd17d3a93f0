"""
How long the name of a resource may be, and what may stand in it.

https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
"""

import re
from dataclasses import dataclass

LOWER, WORD = "a-z0-9", "A-Za-z0-9"


@dataclass(frozen=True, slots=True)
class Rule:
    """From *least* to *most* characters, each one of *of* (as in a regular expression)."""

    least: int
    most: int
    of: str

    def strangers(self, text: str) -> str:
        """Return the characters of *text* that may not stand in the name."""
        return "".join(sorted(set(re.sub(f"[{self.of}]", "", text))))


# Alerts and the like: anything but what has a meaning in addresses.
LOOSE = r"A-Za-z0-9 ._()\-"
RULES = {
    "Microsoft.Authorization/locks": Rule(1, 90, r"A-Za-z0-9._()\-"),
    "Microsoft.Consumption/budgets": Rule(1, 63, rf"{WORD}_\-"),
    "Microsoft.EventGrid/systemTopics": Rule(3, 50, rf"{WORD}\-"),
    "Microsoft.EventGrid/systemTopics/eventSubscriptions": Rule(3, 64, rf"{WORD}\-"),
    "Microsoft.Insights/actionGroups": Rule(1, 260, LOOSE),
    "Microsoft.Insights/components": Rule(1, 260, LOOSE),
    "Microsoft.Insights/metricAlerts": Rule(1, 260, LOOSE),
    "Microsoft.Insights/scheduledQueryRules": Rule(1, 260, LOOSE),
    "Microsoft.Insights/webtests": Rule(1, 260, LOOSE),
    "Microsoft.KeyVault/vaults": Rule(3, 24, rf"{WORD}\-"),
    "Microsoft.ManagedIdentity/userAssignedIdentities": Rule(3, 128, rf"{WORD}_\-"),
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials": Rule(
        3, 120, rf"{WORD}_\-"
    ),
    "Microsoft.OperationalInsights/workspaces": Rule(4, 63, rf"{WORD}\-"),
    "Microsoft.Storage/storageAccounts": Rule(3, 24, LOWER),
    "Microsoft.Storage/storageAccounts/blobServices/containers": Rule(3, 63, rf"{LOWER}\-"),
    "Microsoft.Storage/storageAccounts/queueServices/queues": Rule(3, 63, rf"{LOWER}\-"),
    "Microsoft.Storage/storageAccounts/tableServices/tables": Rule(3, 63, WORD),
    "Microsoft.Web/serverfarms": Rule(1, 60, rf"{WORD}\-"),
    "Microsoft.Web/sites": Rule(2, 60, rf"{WORD}\-"),
    "Microsoft.Web/staticSites": Rule(1, 40, rf"{WORD}\-"),
}
