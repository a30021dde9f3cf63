cibadmin --query -o nodes
