"""Celery workers: thin tasks that run use cases."""
