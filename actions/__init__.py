"""Custom actions: the list of facilities. Run by the action server (rasa_sdk), which only the guide talks to."""
