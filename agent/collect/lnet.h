// SPDX-License-Identifier: GPL-3.0-or-later
// LNet: the files of /proc/sys/lnet (2.9 and before) and debugfs, and lnetctl's YAML or JSON.
#pragma once
#include "agent/collect/figure.h"

namespace collect {

/// stats, nis, peers, routes, routers, buffers: lnet.stats.send_count ..., lnet.nis.refs by `nid` ...
void readLnetFile(std::string_view name, std::string_view text, Readings &out);
/// lnetctl stats|net|peer|route|routing|global|discover show, export: lnet.statistics.send_count, lnet.net.status by `nid` ...
/// "errno: -100" with its words is a gap.
Readings readLnetctl(std::string_view text);
/// lctl list_nids, which_nid, ping: lnet.nid.
Readings readNidList(std::string_view text);

/// ip addr: interface.up, .mac, .address by `interface`.
Readings readInterfaces(std::string_view text);

} // namespace collect
