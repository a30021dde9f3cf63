cibadmin --modify --allow-create -o constraints -X '<rsc_location id="ost0-new" rsc="ost0" node="n1" score="5"/>'
