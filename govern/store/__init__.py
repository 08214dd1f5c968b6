"""What is remembered: every table, every statement, every stored file. SQLAlchemy lives here.

Border: functions take a `Connection` first and know no rule and no request. The statements are
built once, when a module is loaded; SQLite and PostgreSQL behave alike.
"""
