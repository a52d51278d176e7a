"""Pictures: values in, bytes out."""
