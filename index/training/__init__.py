"""Scripts that made the bundled models, one file a stage; none is imported at run time."""
