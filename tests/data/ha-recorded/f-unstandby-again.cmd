crm_attribute --type nodes --node n1 --name standby --delete
