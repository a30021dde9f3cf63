// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/describe.h"

#include "core/machine/check.h"

namespace machine {
namespace {

std::string text(std::string_view v) { return std::string(v); }

std::string text(Where where)
{
    switch (where) {
    case Where::MyServer: return "its server's";
    case Where::ActiveServer: return "the active server's";
    case Where::EveryServer: return "every one of its servers'";
    case Where::AnyServer: return "at least one of its servers'";
    case Where::MyFilesystem: return "its";
    case Where::MyTargets: return "all of its";
    case Where::MyMgs: return "the MGS";
    case Where::MyMdts: return "all MDTs";
    case Where::MyMdt0: return "MDT0000";
    case Where::MyOsts: return "all OSTs";
    case Where::StartedBefore: return "the MGS, MDT0000 (for other MDTs) and all MDTs (for OSTs)";
    case Where::StoppedBefore: return "the other MDTs (for MDT0000), all MDTs (for OSTs), everybody that it serves (for an MGS)";
    case Where::MyClients: return "the client mounts of its file system";
    case Where::MyCluster: return "its";
    case Where::MyMembers: return "every member's";
    case Where::KeyHolder: return "the";
    case Where::MyTarget: return "its";
    }
    return {};
}

std::string_view text(Risk risk)
{
    return risk == Risk::LosesData ? "loses data" : risk == Risk::StopsService ? "stops service" : "";
}

std::string text(When when)
{
    switch (when) {
    case When::Always: return {};
    case When::SeparateMgs: return "a separate MGS only";
    case When::InFilesystem: return "all but a separate MGS";
    case When::WriteconfPending: return "when its configuration is to be written anew";
    case When::OwnKernel: return "where the profile wants another kernel than the running one";
    case When::AnyKernel: return "where the running kernel does";
    case When::ByManager: return "mounted by us";
    case When::ByPacemaker: return "under Pacemaker";
    }
    return {};
}

std::string text(const States &states)
{
    std::string out;
    for (State s : states)
        out += (out.empty() ? "" : " or ") + text(word(s));
    return out;
}

std::string text(const Need &n)
{
    const bool named = n.where == Where::MyMgs || n.where == Where::StartedBefore;
    const std::string kind = n.kind == Kind::Lnet ? " LNet" : n.kind == Kind::Filesystem ? " file system" : n.kind == Kind::Target ? (n.where == Where::MyTarget ? " target" : " targets")
        : n.kind == Kind::Corosync ? " Corosync" : n.kind == Kind::Pacemaker ? " Pacemaker"
        : n.kind != Kind::Server && n.kind != Kind::ClientMount ? " " + text(word(n.kind)) : "";
    const std::string where = n.where == Where::MyServer && n.kind == Kind::Server ? "its server" : text(n.where);
    return where + (named ? "" : kind) + (n.where == Where::KeyHolder ? " of the member that makes the key" : "") + (n.where == Where::MyTargets || n.where == Where::StartedBefore ? " are " : " is ") + text(n.ok)
        + (n.when == When::Always ? "" : ", " + text(n.when));
}

std::string diagram(const Machine &m)
{
    std::string out = "```mermaid\nstateDiagram-v2\n    [*] --> " + text(word(m.states.front())) + "\n";
    for (const Transition &t : m.moves)
        out += "    " + text(word(t.from)) + " --> " + text(word(t.to)) + " : " + (t.follows() ? "(follows)" : text(t.action)) + "\n";
    return out + "```\n";
}

std::string movesOf(const Machine &m)
{
    std::string out = "\n| from | to | action | verbs | risk | needs on the way |\n|---|---|---|---|---|---|\n";
    for (const Transition &t : m.moves) {
        std::string verbs, needs;
        for (protocol::Verb v : t.steps)
            verbs += (verbs.empty() ? "`" : ", `") + text(protocol::name(v)) + "`";
        for (const Need &n : t.needs)
            needs += (needs.empty() ? "" : "; ") + text(n);
        const std::string action = (t.follows() ? "(follows from others)" : text(t.action)) + (t.when == When::Always ? "" : ", " + text(t.when));
        out += "| " + text(word(t.from)) + " | " + text(word(t.to)) + " | " + action + " | " + verbs + " | " + text(text(t.risk)) + " | "
            + needs + " |\n";
    }
    return out;
}

std::string holdsOf(const Machine &m)
{
    std::string out;
    for (const Hold &h : m.holds)
        out += "* While it is " + text(h.in) + ": " + text(h.need) + ". Else it goes to " + text(word(h.otherwise)) + ".\n";
    return out.empty() ? out : "\n" + out;
}

} // namespace

std::string describe()
{
    std::string out = "<!-- Made from core/machine/machines.h by chandelier-machines; do not edit. -->\n# What is managed, and how it changes state\n";
    for (const Machine &m : machines)
        out += "\n## " + text(m.name) + "\n\n" + diagram(m) + holdsOf(m) + movesOf(m);
    out += "\n## Orders\n\nOf two moves in one plan, when both are in it:\n\n";
    for (const Order &o : orders)
        out += "* A " + text(word(o.kind)) + " becomes " + text(word(o.to)) + " after " + text(o.after) + " did\n";
    out += "\n## Actions that are no states\n\n| action | of | offered while | verbs | risk | taken back by |\n|---|---|---|---|---|---|\n";
    for (const Action &a : actions) {
        std::string verbs;
        for (protocol::Verb v : a.steps)
            verbs += (verbs.empty() ? "`" : ", `") + text(protocol::name(v)) + "`";
        out += "| " + text(a.name) + " | " + text(word(a.kind)) + " | " + text(a.in) + " | " + verbs + " | " + text(text(a.risk)) + " | "
            + text(a.undo) + " |\n";
    }
    return out;
}

} // namespace machine
