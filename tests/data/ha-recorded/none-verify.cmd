crm_verify --live-check -V
