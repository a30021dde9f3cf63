crm_attribute --type nodes --node n9 --name standby --update on
