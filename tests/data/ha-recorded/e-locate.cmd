crm_resource --resource ost0 --locate
