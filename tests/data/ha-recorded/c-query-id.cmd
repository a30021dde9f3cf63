cibadmin --query --xpath "//configuration//*[@id='ost0']"
