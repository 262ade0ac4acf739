"""What is written down: tables, the one writer, the readers, migrations, the lookup index, backups."""
