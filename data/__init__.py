"""What is remembered: tables, engines, migrations and one repository per aggregate. Code, not state."""

from data.engines import Database, open_database
from data.schema import SchemaTooNew

__all__ = ["Database", "SchemaTooNew", "open_database"]
