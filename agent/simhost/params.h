// SPDX-License-Identifier: GPL-3.0-or-later
// The parameters that lctl get_param shows, made from the state each time: no parameter is kept unless somebody set it.
#pragma once
#include "agent/simhost/target.h"

namespace simhost {

struct Parameter {
    Words path;        ///< {"obdfilter", "lab-OST0000", "num_exports"}
    std::string value; ///< without the last newline; several lines are shown below the name
    bool writable = false, block = false; ///< block: shown below the name though it may be one line
    bool numeric = false;
    std::string name() const { return join(path, "."); }
};

std::vector<Parameter> parametersOf(Session &session, const std::string &host);
/// Devices as `lctl dl` lists them, without their numbers.
struct ObdDevice {
    std::string type, name, uuid;
    int references = 4;
    bool active = true;
};
std::vector<ObdDevice> devicesOf(Session &session, const std::string &host);
std::string deviceLine(std::size_t number, const ObdDevice &device, int extra = 0);

int getParam(Call &call, Words args);
int setParam(Call &call, Words args);
int listParam(Call &call, Words args);
int confParam(Call &call, Words args);

} // namespace simhost
