"""Tables that another room made before: a migration takes them over with their rows."""

from typing import Any

from django.db import migrations


class AdoptModel(migrations.CreateModel):
    """Create a model, or rename the table that holds its rows already.

    All fields and constraints of the model stand in it: a later operation would meet them made.
    """

    def __init__(self, *args: Any, old_table: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old_table = old_table

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Rename the old table and those of its many-to-many columns, or create the model."""
        if self.old_table not in schema_editor.connection.introspection.table_names():
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.name)
        table = model._meta.db_table
        schema_editor.alter_db_table(model, self.old_table, table)
        for each in model._meta.local_many_to_many:
            through = each.remote_field.through
            old = self.old_table + through._meta.db_table.removeprefix(table)
            schema_editor.alter_db_table(through, old, through._meta.db_table)
