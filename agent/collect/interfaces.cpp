// SPDX-License-Identifier: GPL-3.0-or-later
// `ip addr` as it prints for people; the agent itself asks for JSON (agent/actions/parse.h).
#include "agent/collect/lnet.h"
#include "agent/collect/scan.h"

namespace collect {

Readings readInterfaces(std::string_view text)
{
    Readings out;
    Labels labels;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const auto words = wordList(line);
        if (words.empty())
            continue;
        if (indentOf(line) == 0 && words.size() > 2 && isDigits(words[0].substr(0, words[0].size() - 1))) { // "3: ib0: <BROADCAST,UP> mtu"
            std::string_view name = words[1].substr(0, words[1].size() - 1);
            name = name.substr(0, name.find('@')); // veth1@if4: what it is tied to
            labels = {{"interface", std::string(name)}};
            const std::string_view list = words[2].size() > 2 ? words[2].substr(1, words[2].size() - 2) : std::string_view();
            const std::string flags = "," + std::string(list) + ",";
            // The flag says that it was put up; "state" says whether there is a carrier.
            out.figure("interface.up", labels, Number::ofSigned(contains(flags, ",UP,") ? 1 : 0));
            if (const auto state = line.find(" state "); state != std::string_view::npos)
                out.fact("interface.state", labels, Words(line.substr(state + 7)).next());
            if (contains(flags, ",SLAVE,"))
                out.fact("interface.slave", labels, "yes");
        } else if (!labels.empty() && words.size() > 1 && startsWith(words[0], "link/")) {
            out.fact("interface.mac", labels, words[1]);
            out.fact("interface.type", labels, words[0].substr(5));
        } else if (!labels.empty() && words.size() > 1 && (words[0] == "inet" || words[0] == "inet6")) {
            out.fact("interface.address", with(labels, "address", words[1]), words[1]);
        }
    }
    if (out.empty())
        out.gap("interfaces", trim(text).empty() ? Cause::Empty : Cause::Malformed, text);
    return out;
}

} // namespace collect
