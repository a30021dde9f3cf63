cibadmin --query --xpath "//configuration//*[@id='nothing']"
