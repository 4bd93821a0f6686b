"""What is known beforehand: entities and words by language. Data files and their loaders."""
