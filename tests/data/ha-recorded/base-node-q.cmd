crm_node -q
