stonith_admin --list n2
