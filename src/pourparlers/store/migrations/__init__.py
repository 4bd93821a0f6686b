"""The steps that bring a dossier's database from one version of the schema to the next."""

REVISIONS = ("0001", "0002", "0003")
"""All versions, oldest first; the last is the one this version of the product works with."""
