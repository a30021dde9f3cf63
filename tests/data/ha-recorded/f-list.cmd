crm_resource --list
