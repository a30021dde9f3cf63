cibadmin --query
