// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/families.h"
namespace agent {
protocol::Result<protocol::Json> performTarget(Work &)
{
    return protocol::Error{};
}
}
