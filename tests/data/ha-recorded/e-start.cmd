crm_resource --resource ost0 --meta --set-parameter target-role --parameter-value Started
