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
    """The file is of a form we do not read, or may not be read."""

    code: ClassVar[str] = "lead_file_not_readable"


class LeadFileHeaderUnknown(Refused):
    """The file has no header, or no column that tells whom a row is about."""

    code: ClassVar[str] = "lead_file_header_unknown"


class LeadFileTooWide(Refused):
    """The file has more columns than any table of leads."""

    code: ClassVar[str] = "lead_file_too_wide"


class LeadFileDamaged(Refused):
    """The file is cut off or broken inside; what came before was taken in."""

    code: ClassVar[str] = "lead_file_damaged"


class LeadFileTooLarge(Refused):
    """The file unpacks to far more than leads could be: by mistake, or as an attack."""

    code: ClassVar[str] = "lead_file_too_large"


class LeadFileLocked(Refused):
    """The file is protected by a password."""

    code: ClassVar[str] = "lead_file_locked"
