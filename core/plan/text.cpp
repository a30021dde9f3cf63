// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan.h"

namespace plan {

namespace {

/// Text as one or more comment lines.
std::string commented(const std::string &text)
{
    std::string out = "# ";
    for (const char c : text)
        out += c == '\n' ? std::string("\n# ") : std::string(1, c);
    return out + "\n";
}

std::string riskWord(Risk risk)
{
    return risk == Risk::LosesData ? "LOSES DATA: " : risk == Risk::StopsService ? "interrupts: " : std::string();
}

std::string afterText(const Move &m)
{
    std::string out;
    for (std::size_t i = 0; i < m.after.size();) { // runs as ranges: "1-8, 11"
        std::size_t last = i;
        while (last + 1 < m.after.size() && m.after[last + 1] == m.after[last] + 1)
            ++last;
        out += (out.empty() ? "" : ", ") + std::to_string(m.after[i] + 1);
        if (last > i)
            out += (last == i + 1 ? ", " : "-") + std::to_string(m.after[last] + 1);
        i = last + 1;
    }
    return out;
}

std::string heading(const Move &m, std::size_t i)
{
    if (m.kind == Kind::Lnet || m.kind == Kind::Software || m.kind == Kind::TimeSync || m.kind == Kind::Firewall || m.kind == Kind::Services) // "Start LNet on oss1" says it all
        return std::to_string(i + 1) + ". " + m.action + " on " + m.server;
    std::string out = std::to_string(i + 1) + ". " + m.action + ": " + m.objectName;
    if (!m.server.empty() && m.objectName.find(" on " + m.server) == std::string::npos && m.objectName != m.server)
        out += " on " + m.server;
    return out;
}

std::string indented(const std::string &command)
{
    std::string out;
    for (const char c : command)
        out += c == '\n' ? std::string("\n         ") : std::string(1, c);
    return out;
}

std::string moveText(const Move &m, std::size_t i)
{
    std::string out = heading(m, i) + "\n";
    for (const Step &s : m.steps)
        for (const protocol::Operation &o : s.operations)
            out += "     " + s.server + (o.why == protocol::Operation::Why::Change ? "# " : "? ") + indented(protocol::commandLine(o)) + "\n";
    out += "   why: " + m.why + "\n";
    if (!m.after.empty())
        out += "   after: " + afterText(m) + "\n";
    if (m.risk != Risk::Safe)
        out += "   " + riskWord(m.risk) + m.riskText + "\n";
    for (const WordWanted &w : m.words)
        out += "   your word: " + w.text + "\n";
    return out;
}

} // namespace

std::string asText(const Plan &plan)
{
    std::string out = plan.title + "\n";
    if (plan.empty())
        out += "Nothing to do: everything is as asked for.\n";
    std::string group;
    for (std::size_t i = 0; i < plan.moves.size(); ++i) {
        if (plan.moves[i].group != group)
            out += "\n" + (group = plan.moves[i].group) + "\n";
        out += moveText(plan.moves[i], i);
    }
    if (!plan.notes.empty() || !plan.typeToConfirm.empty())
        out += "\n";
    for (const std::string &n : plan.notes)
        out += "Note: " + n + "\n";
    if (!plan.typeToConfirm.empty())
        out += "To run this plan, type: " + plan.typeToConfirm + "\n";
    return out;
}

std::string asScript(const Plan &plan)
{
    std::string out = "#!/bin/sh\n" + commented(plan.title) + "# Read it before you run it. It stops at the first command that fails.\n";
    for (const std::string &n : plan.notes)
        out += commented("Note: " + n);
    out += "set -eu\n";
    for (std::size_t i = 0; i < plan.moves.size(); ++i) {
        const Move &m = plan.moves[i];
        out += "\n" + commented(heading(m, i)) + commented("Why: " + m.why);
        if (m.risk != Risk::Safe)
            out += commented(riskWord(m.risk) + m.riskText);
        for (const WordWanted &w : m.words)
            out += commented(w.text);
        for (const Step &s : m.steps) {
            std::string lines;
            for (const protocol::Operation &o : s.operations)
                lines += (o.why == protocol::Operation::Why::Change ? "" : "# look: ") + protocol::commandLine(o) + "\n";
            if (!lines.empty())
                out += "ssh " + protocol::shellQuoted("root@" + s.server) + " sh -eu <<'END'\n" + lines + "END\n";
        }
    }
    return out;
}

} // namespace plan
