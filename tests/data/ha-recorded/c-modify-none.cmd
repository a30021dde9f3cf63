cibadmin --modify -o constraints -X '<rsc_location id="nothing" rsc="ost0" node="n1" score="5"/>'
