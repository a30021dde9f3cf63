corosync-cfgtool -R
