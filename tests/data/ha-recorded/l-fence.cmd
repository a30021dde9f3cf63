stonith_admin --reboot n1 --timeout 10
