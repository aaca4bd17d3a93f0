"""
The app's own identity in Azure, in the shape that Azure's SDKs ask for.

MSAL speaks to the identity endpoint; `azure-identity` would be a second client
for the same thing and takes 0.2 s to import.
"""

import time
from functools import cached_property
from typing import Any

from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError


class ManagedIdentityCredential:
    """
    An `azure.core.credentials.TokenCredential` of the app's user-assigned identity.

    *client_id* tells which: an app may have several, so Azure does not guess.
    """

    def __init__(self, client_id: str) -> None:
        self._client_id = client_id

    @cached_property
    def _client(self) -> Any:
        import msal
        import requests

        identity = msal.UserAssignedManagedIdentity(client_id=self._client_id)
        return msal.ManagedIdentityClient(identity, http_client=requests.Session())

    def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        """
        Return a token for the resource of the first scope; MSAL keeps it until it ends.

        Raises:
            ClientAuthenticationError: The identity endpoint gave none.
        """
        resource = scopes[0].removesuffix("/.default")
        answer = self._client.acquire_token_for_client(resource=resource)
        if "access_token" not in answer:
            raise ClientAuthenticationError(str(answer.get("error")))
        return AccessToken(answer["access_token"], int(time.time()) + int(answer["expires_in"]))
