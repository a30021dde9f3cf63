crm_attribute --type crm_config --name stonith-enabled --query
