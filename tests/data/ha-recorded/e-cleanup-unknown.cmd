crm_resource --cleanup --resource nothing
