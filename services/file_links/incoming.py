"""Files that a tool takes: from an upload link, or small ones as base64."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, AliasChoices, Field, model_validator

from ..call import Call
from ..declarations import Params
from . import links, uploads
from .naming import is_fit
from .uploads import Upload

DATA = AliasChoices("data", "base64_data")


def _fit(name: str) -> str:
    if not is_fit(name):
        raise ValueError("no line breaks and no control characters")
    return name


FileName = Annotated[str, AfterValidator(_fit)]


class FileParams(Params):
    """One file: by an upload link, or in the call itself if it is small."""

    filename: FileName | None = Field(
        None, max_length=255, description="Name of the file."
    )
    data: str | None = Field(
        None, validation_alias=DATA, description="A small file, as base64."
    )
    url: str | None = Field(
        None, description="Url of create_upload_link that the file was put to."
    )
    mimetype: str | None = Field(
        None, description="Only tells plain text formats apart, e.g. text/csv."
    )

    @model_validator(mode="after")
    def _one_source(self) -> FileParams:
        if (self.data is None) == (self.url is None):
            raise ValueError(
                "data or url, one of them; create_upload_link gives a url for a file "
                "that should not travel through the conversation: you put it there, "
                "or the person opens it in a browser"
            )
        if self.data is not None and not self.filename:
            raise ValueError("filename: data needs one")
        return self


def incoming(params: FileParams, call: Call) -> Upload:
    """The file of the call, checked; it has the name that the caller gave it.

    Raises:
        ToolError: too large, of a type that may not be uploaded, or nothing there.
    """
    if params.url is None:
        content = uploads.decoded(call.env, params.data)
        return uploads.checked(call.env, params.filename, content, params.mimetype)
    file = links.take_upload(call, params.url)
    name = params.filename or file.filename or "upload"
    return Upload(name, file.content, file.mimetype)
