"""Telegram without Rasa: what an update says, how answers are written there, how nothing is lost on the way."""
