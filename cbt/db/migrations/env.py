"""How Alembic runs a migration: on the connection it is given, whose transaction belongs to `cbt.db.migrate`."""

from alembic import context

from cbt.db import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=context.config.attributes.get("render_item", lambda *_: False),
    transactional_ddl=True,
)
context.run_migrations()
