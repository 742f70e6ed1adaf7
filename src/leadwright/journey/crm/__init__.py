"""The CRM: what is written into a lead's record, by whom and why, and how it is taken back."""
