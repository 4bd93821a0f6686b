"""The application: serves one dossier, shows all of it, and takes corrections."""
