"""What the auditor asks a database: rules in SQL, each over a bounded number of rows."""
