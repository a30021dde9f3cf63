crm_resource --resource nothing --move --node n2
