# SPDX-License-Identifier: GPL-3.0-or-later
# The program must run on any node whatever its C library: no dynamic section, no interpreter.
execute_process(COMMAND ${READELF} -d -l ${PROGRAM} OUTPUT_VARIABLE out RESULT_VARIABLE failed)
if(failed OR NOT out MATCHES "no dynamic section" OR out MATCHES "INTERP")
  message(FATAL_ERROR "${PROGRAM} is not fully static:\n${out}")
endif()
message(STATUS "${PROGRAM} has no dynamic section")
