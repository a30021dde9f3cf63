corosync-cmapctl
