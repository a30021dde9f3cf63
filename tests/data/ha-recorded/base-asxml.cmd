crm_mon --as-xml
