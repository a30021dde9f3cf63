crm_resource --resource ost0 --meta --delete-parameter is-managed
