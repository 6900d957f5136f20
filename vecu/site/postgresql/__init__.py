"""Django's PostgreSQL backend, whose connections need not ask whether they still stand."""
