stonith_admin --reboot n2 --timeout 5
