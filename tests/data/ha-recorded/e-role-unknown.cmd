crm_resource --resource nothing --meta --set-parameter target-role --parameter-value Started
