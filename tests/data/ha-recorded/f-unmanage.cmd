crm_resource --resource ost0 --meta --set-parameter is-managed --parameter-value false
