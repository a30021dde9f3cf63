cibadmin --delete --xpath "//rsc_location[@id='nothing']"
