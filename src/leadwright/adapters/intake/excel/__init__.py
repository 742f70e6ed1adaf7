"""Excel workbooks (.xlsx), read as a stream: a million rows and a bomb cost the same memory.

Only what is shown is read: values, stored results of formulas, dates and currencies by their
formats. Nothing is evaluated, no link is followed.
"""

from leadwright.adapters.intake.excel.workbook import ExcelFile

__all__ = ["ExcelFile"]
