crm_resource --resource ost0 --meta --get-parameter target-role
