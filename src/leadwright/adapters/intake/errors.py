"""Why a whole file is not taken; each message names the file and the next thing to do."""

from typing import ClassVar

from leadwright.errors import Refused


class LeadFileMissing(Refused):
    """There is no file of this name."""

    code: ClassVar[str] = "lead_file_missing"


class LeadFileIsFolder(Refused):
    """The name is that of a folder."""

    code: ClassVar[str] = "lead_file_is_folder"


class LeadFileEmpty(Refused):
    """The file holds nothing."""

    code: ClassVar[str] = "lead_file_empty"


class LeadFileNotReadable(Refused):
    """The file is not text in UTF-8, or may not be read."""

    code: ClassVar[str] = "lead_file_not_readable"


class LeadFileHeaderUnknown(Refused):
    """No column of the file has a name we know."""

    code: ClassVar[str] = "lead_file_header_unknown"
