crm_mon --output-as=xml
