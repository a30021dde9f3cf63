crm_attribute --type crm_config --name maintenance-mode --update true
