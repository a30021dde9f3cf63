crm_resource --resource x --clear
