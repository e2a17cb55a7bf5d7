"""Forms as files to be saved: named after what they are, kept by no cache on the way."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header

from dailyreview.paper import PRINTERS, Sheet
from organization.paper.file_names import file_name

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def printed(sheet: Sheet, format: str, *name: str) -> HttpResponse:
    """A form as download; 404 for a format that we do not write."""
    draw: Callable[[Sheet], bytes] | None = PRINTERS.get(format)
    if draw is None:
        raise Http404
    return attached(draw(sheet), MEDIA[format], file_name(sheet.title, *name, suffix=format))


def attached(content: bytes, media: str, name: str) -> HttpResponse:
    """A file to be saved under a name."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    response = HttpResponse(
        content, content_type=media, headers={"Content-Disposition": disposition}
    )
    add_never_cache_headers(response)
    return response
