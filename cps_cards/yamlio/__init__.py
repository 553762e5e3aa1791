"""Everything that knows YAML: the only importer of ``yaml``."""
