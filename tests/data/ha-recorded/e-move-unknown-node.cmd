crm_resource --resource ost0 --move --node n9
