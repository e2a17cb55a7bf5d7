"""What every endpoint of the API shares: who asks, in which language, and what is no JSON."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.authentication import TokenScheme
from rest_framework import authentication, parsers
from rest_framework.exceptions import ParseError
from rest_framework.request import Request


class TokenAuthentication(authentication.TokenAuthentication):
    """A token speaks the language of its account, as a session does."""

    def authenticate(self, request: Request) -> Any:
        found = super().authenticate(request)
        if found is not None:
            # `UserLanguageMiddleware` has seen nobody yet, and restores what it found.
            translation.activate(found[0].language)
        return found


class TokenInSchema(TokenScheme):  # type: ignore[no-untyped-call]
    """Describes the tokens as the schema describes those of the framework."""

    target_class = "organization.rest.TokenAuthentication"


class JSONParser(parsers.JSONParser):
    """JSON that can be stored and told back: no half characters, no bottomless nesting."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            sent = super().parse(stream, media_type, parser_context)
            json.dumps(sent, ensure_ascii=False).encode()
        except (RecursionError, UnicodeEncodeError) as error:
            raise ParseError(_("This is no JSON that can be read.")) from error
        return sent
