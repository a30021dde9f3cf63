stonith_admin --reboot n9 --timeout 5
