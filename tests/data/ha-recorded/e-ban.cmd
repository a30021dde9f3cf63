crm_resource --resource ost0 --ban --node n2
