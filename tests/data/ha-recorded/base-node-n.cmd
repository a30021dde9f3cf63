crm_node -n
