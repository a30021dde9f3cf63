stonith_admin --list-registered
