"""What people read: diagnostics with their source lines, and summaries of models."""
