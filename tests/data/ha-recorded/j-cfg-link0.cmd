corosync-cfgtool -s
