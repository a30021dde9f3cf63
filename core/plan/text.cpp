// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/text.h"

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

/// " on oss1"; empty when the object's name says it.
std::string whereOf(const Move &m)
{
    const bool said = m.server.empty() || m.objectName == m.server || m.objectName.ends_with(" on " + m.server);
    return said ? std::string() : " on " + m.server;
}

std::string heading(const Move &m, std::size_t i)
{
    return std::to_string(i + 1) + ". " + (isPartOfServer(m.kind) ? titleOf(m) : m.action + ": " + m.objectName + whereOf(m));
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

bool isPartOfServer(Kind kind)
{
    return kind != Kind::Server && kind != Kind::Target && kind != Kind::Filesystem && kind != Kind::ClientMount
        && kind != Kind::HaCluster && kind != Kind::HaResource;
}

std::string titleOf(const Move &move)
{
    return isPartOfServer(move.kind) ? move.action + " on " + move.server : move.action + " " + move.objectName + whereOf(move);
}

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
