"""The built index on disk: written whole, verified when opened, rebuilt only where files changed."""
