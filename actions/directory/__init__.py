"""The list of facilities: what it holds (model), how it is checked (table), kept (store) and searched (search).

Pure: knows nothing of Rasa or of conversations.
"""
