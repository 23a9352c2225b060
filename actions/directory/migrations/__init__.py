"""Changes of the tables of the directory, in order (Alembic); run by actions.directory.database.migrate."""
