"""Rules that look at a model as it stands: mistakes that raise nothing."""
