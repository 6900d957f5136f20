"""The same sample on other engines than DuckDB."""

import os
import sqlite3
from urllib.parse import unquote, urlsplit

import ibis

from tests.spec.surveys import SAMPLE
from vecu import stats


def sample():
    """Return the rows of the sample, as DuckDB reads them."""
    return stats.read_table(SAMPLE).to_pyarrow()


def postgres(url, people=None):
    """Return people, or the sample, in a temporary table of PostgreSQL, for one connection."""
    found = urlsplit(url)
    connection = ibis.postgres.connect(
        host=unquote(found.hostname or ""),
        port=found.port,
        user=found.username,
        password=found.password,
        database=found.path.lstrip("/"),
    )
    return connection.create_table("people", people or sample(), temp=True)


def sqlite(file, people=None):
    """Return people, or the sample, in an SQLite file."""
    people = people or sample()
    names = ", ".join(people.column_names)
    marks = ", ".join("?" for _name in people.column_names)
    with sqlite3.connect(file) as connection:
        kinds = ["TEXT" if kind == "string" else "REAL" for kind in map(str, people.schema.types)]
        columns = ", ".join(map(" ".join, zip(people.column_names, kinds, strict=True)))
        connection.execute(f"CREATE TABLE people ({columns})")
        rows = (tuple(row.values()) for row in people.to_pylist())
        connection.executemany(f"INSERT INTO people ({names}) VALUES ({marks})", rows)  # noqa: S608
    connection.close()
    return ibis.sqlite.connect(file).table("people")


def spark():
    """Yield the sample in a table of a local Spark, and stop it afterwards."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - hundreds of megabytes, seldom there

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    people = sample()
    kinds = {"string": "string", "int64": "bigint", "double": "double"}
    schema = ", ".join(f"{field.name} {kinds[str(field.type)]}" for field in people.schema)
    rows = [tuple(row.values()) for row in people.to_pylist()]
    session.createDataFrame(rows, schema).createOrReplaceTempView("people")
    yield ibis.pyspark.connect(session).table("people")
    session.stop()
