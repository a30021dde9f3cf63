// SPDX-License-Identifier: GPL-3.0-or-later
// The Worker under the name by which managers and their window call it.
#pragma once
#include "core/base/worker.h"

namespace manager {
using base::Worker;
} // namespace manager
