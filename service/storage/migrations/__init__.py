"""Alembic's migrations, called by `service.storage.migrate`."""
