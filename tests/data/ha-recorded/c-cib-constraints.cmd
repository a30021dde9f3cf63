cibadmin --query -o constraints
