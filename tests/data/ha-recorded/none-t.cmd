corosync -t
