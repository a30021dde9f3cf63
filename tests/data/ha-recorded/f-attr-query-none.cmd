crm_attribute --type crm_config --name nothing --query
