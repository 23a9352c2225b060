"""The guide: how messages come in, are understood, and are answered. See docs/architecture.md."""
