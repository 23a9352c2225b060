"""The website and the parts of the web channel that need no server: sessions, limits, texts, pages. Pure."""
