"""Understanding: pure modules (language, places, topics) and the Rasa components that wrap them (*_tagger, *_classifier)."""
