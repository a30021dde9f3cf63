stonith_admin --history '*'
