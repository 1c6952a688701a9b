"""Who may charge where, and who may call us."""
