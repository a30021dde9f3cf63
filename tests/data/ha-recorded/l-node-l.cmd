crm_node -l
