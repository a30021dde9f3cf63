// SPDX-License-Identifier: GPL-3.0-or-later
// The expressions of server profiles: they ask a host's inventory and give yes or no. Nothing in them can loop, call out or fail
// when it is evaluated; all mistakes are found when they are read. The language, whole:
//
//   or, and, not, ( )                              os.id == "sles" or not zfs
//   ==  !=  <  <=  >  >=                           os.version >= 8.6 and os.version < 10
//   in [...]                                       os.id in ["rocky", "rhel", "almalinux"]
//   contains                                       kernel contains "_lustre"
//   installed("PACKAGE")                           not installed("pacemaker")
//
// Texts stand in double quotes, figures (8, 8.6, 2.15.5) without. The order of two values is that of versions: part by part, figures
// as figures, so 8.10 > 8.6. What a host did not tell is the empty text, which is neither less nor more than anything.
#pragma once
#include "agent/protocol/inventory.h"
#include "core/base/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace inventory {

class Expression {
public:
    /// BadArgument: what is wrong, what may stand there; its detail is the text with a mark under the place.
    static base::Result<Expression> parse(std::string_view text);
    bool holds(const protocol::HostInventory &host) const;
    /// The names that may be asked, with their meaning: "os.id" -> "rocky, rhel, sles, ubuntu ...".
    static std::vector<std::pair<std::string, std::string>> names();

    struct Node;

private:
    explicit Expression(std::shared_ptr<const Node> root) : m_root(std::move(root)) { }
    std::shared_ptr<const Node> m_root;
};

/// Which of two versions is the older: -1, 0, 1. "4.18.0-553" < "4.18.0-600"; "8.6" < "8.10".
int compareVersions(std::string_view a, std::string_view b);

} // namespace inventory
