crm_resource --cleanup
