corosync-quorumtool -s
