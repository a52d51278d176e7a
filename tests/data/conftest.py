from tests.engines import db, empty_url, engine_name, postgres, sqlite_template, url

__all__ = ["db", "empty_url", "engine_name", "postgres", "sqlite_template", "url"]
