// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/haparse.h"
#include "core/plan/plan.h"

namespace plan {

using protocol::Json;
using protocol::member;
using protocol::textOf;
using protocol::textsOf;

namespace {

constexpr std::array<std::string_view, 28> goalWords { "reach", "create-filesystem", "add-targets", "move-target", "remove-filesystem",
    "reboot", "shutdown", "repair", "rewrite-configuration", "manage-server", "release-server", "manage-filesystem",
    "release-filesystem", "drain", "move-home", "configure-lnet", "restart-agent", "create-cluster", "change-cluster",
    "remove-cluster", "hand-over", "take-back", "online", "maintenance-on", "maintenance-off", "clean-up", "unban", "fence-test" };
static_assert(goalWords.size() == static_cast<std::size_t>(Goal::What::FenceTest) + 1);
constexpr std::array<std::string_view, 3> riskWords { "safe", "stops-service", "loses-data" };

base::Error bad(const std::string &what) { return { base::Problem::BadMessage, "the plan cannot be read: " + what, {}, {} }; }

template <std::size_t N> std::optional<std::size_t> place(const std::array<std::string_view, N> &words, const std::string &word)
{
    for (std::size_t i = 0; i < N; ++i)
        if (words[i] == word)
            return i;
    return {};
}

constexpr std::array<std::string_view, 7> whatWords { "run", "write-file", "remove-file", "make-directory", "remove-directory", "edit-file", "keep-file" };
static_assert(whatWords.size() == static_cast<std::size_t>(protocol::Operation::What::KeepFile) + 1);
constexpr std::array<std::string_view, 3> whyWords { "check", "change", "verify" };

Json toJson(const protocol::Operation &o)
{
    Json j = { { "what", whatWords[static_cast<std::size_t>(o.what)] }, { "why", whyWords[static_cast<std::size_t>(o.why)] } };
    if (!o.argv.empty())
        j["argv"] = o.argv;
    if (!o.path.empty())
        j["path"] = o.path;
    if (!o.content.empty())
        j["content"] = o.content;
    if (!o.block.empty())
        j["block"] = o.block;
    if (o.mode != 0)
        j["mode"] = o.mode;
    if (!o.secret.empty())
        j["secret"] = o.secret; // its name; what is written is in no plan
    if (!o.input.empty())
        j["input"] = o.input;
    return j;
}

base::Result<protocol::Operation> operationFromJson(const Json &j)
{
    const auto what = place(whatWords, textOf(j, "what"));
    const auto why = place(whyWords, textOf(j, "why"));
    if (!what || !why)
        return bad("an operation is " + protocol::dumpJson(j));
    return protocol::Operation { static_cast<protocol::Operation::What>(*what), static_cast<protocol::Operation::Why>(*why),
        textsOf(j, "argv"), textOf(j, "path"), textOf(j, "content"), textOf(j, "block"), static_cast<int>(protocol::numberOf(j, "mode")),
        textOf(j, "secret"), textOf(j, "input") };
}

Json toJson(const Step &s)
{
    Json j = { { "verb", protocol::name(s.verb) }, { "args", s.args }, { "server", s.server }, { "limitSeconds", s.limitSeconds },
        { "operations", Json::array() } };
    for (const auto &o : s.operations)
        j["operations"].push_back(toJson(o));
    return j;
}

base::Result<Step> stepFromJson(const Json &j)
{
    const auto verb = protocol::verbFromName(textOf(j, "verb"));
    if (!verb)
        return bad("a step has the verb \"" + textOf(j, "verb") + "\"");
    Step s;
    s.verb = *verb;
    s.args = member(j, "args");
    s.server = textOf(j, "server");
    s.limitSeconds = static_cast<int>(protocol::numberOf(j, "limitSeconds"));
    if (const Json &all = member(j, "operations"); all.is_array())
        for (const Json &o : all) {
            auto operation = operationFromJson(o);
            if (!operation)
                return operation.error();
            s.operations.push_back(std::move(*operation));
        }
    return s;
}

Json toJson(const Move &m)
{
    Json j = { { "object", m.object }, { "objectName", m.objectName }, { "kind", machine::word(m.kind) },
        { "from", machine::word(m.from) }, { "to", machine::word(m.to) }, { "action", m.action }, { "group", m.group },
        { "server", m.server }, { "risk", riskWords[static_cast<std::size_t>(m.risk)] }, { "riskText", m.riskText },
        { "after", m.after }, { "why", m.why }, { "undo", m.undo }, { "steps", Json::array() }, { "words", Json::array() } };
    for (const Step &s : m.steps)
        j["steps"].push_back(toJson(s));
    for (const WordWanted &w : m.words)
        j["words"].push_back({ { "server", w.server }, { "text", w.text } });
    return j;
}

std::optional<Kind> kindFromWord(const std::string &word)
{
    for (std::size_t k = 0; k < machine::kindCount; ++k)
        if (machine::word(static_cast<Kind>(k)) == word)
            return static_cast<Kind>(k);
    return {};
}

base::Result<Move> moveFromJson(const Json &j, std::size_t at)
{
    const auto kind = kindFromWord(textOf(j, "kind"));
    const auto risk = place(riskWords, textOf(j, "risk"));
    if (!kind || !risk)
        return bad("move " + std::to_string(at) + " has the kind \"" + textOf(j, "kind") + "\" and the risk \"" + textOf(j, "risk") + "\"");
    Move m;
    m.object = textOf(j, "object");
    m.objectName = textOf(j, "objectName");
    m.kind = *kind;
    m.from = machine::stateFromWord(textOf(j, "from"));
    m.to = machine::stateFromWord(textOf(j, "to"));
    m.action = textOf(j, "action");
    m.group = textOf(j, "group");
    m.server = textOf(j, "server");
    m.risk = static_cast<Risk>(*risk);
    m.riskText = textOf(j, "riskText");
    m.why = textOf(j, "why");
    m.undo = textOf(j, "undo");
    if (const Json &after = member(j, "after"); after.is_array())
        for (const Json &a : after) {
            if (!a.is_number_unsigned() || a.get<std::size_t>() >= at)
                return bad("move " + std::to_string(at) + " comes after " + protocol::dumpJson(a));
            m.after.push_back(a.get<std::size_t>());
        }
    if (const Json &steps = member(j, "steps"); steps.is_array())
        for (const Json &s : steps) {
            auto step = stepFromJson(s);
            if (!step)
                return step.error();
            m.steps.push_back(std::move(*step));
        }
    if (const Json &words = member(j, "words"); words.is_array())
        for (const Json &w : words)
            m.words.push_back({ textOf(w, "server"), textOf(w, "text") });
    return m;
}

} // namespace

Json toJson(const Goal &g)
{
    Json j = { { "what", goalWords[static_cast<std::size_t>(g.what)] } };
    if (!g.object.empty())
        j["object"] = g.object;
    if (g.state != State::None)
        j["state"] = machine::word(g.state);
    if (!g.server.empty())
        j["server"] = g.server;
    if (!g.spec.name.empty())
        j["spec"] = inventory::toJson(g.spec);
    if (g.moveAway)
        j["moveAway"] = true;
    if (!g.cluster.name.empty())
        j["cluster"] = ha::toJson(g.cluster);
    if (g.clusterBefore)
        j["clusterBefore"] = ha::toJson(*g.clusterBefore);
    for (const auto &[server, profile] : g.profiles)
        j["profiles"][server] = inventory::toJson(*profile);
    for (const auto &[key, lnets] : { std::pair("lnets", &g.lnets), { "lnetsBefore", &g.lnetsBefore } })
        for (const inventory::LnetSpec &l : *lnets)
            j[key].push_back({ { "net", l.net }, { "interfaces", l.interfaces } });
    for (const auto &[key, routes] : { std::pair("routes", &g.routes), { "routesBefore", &g.routesBefore } })
        for (const inventory::RouteSpec &r : *routes)
            j[key].push_back({ { "net", r.net }, { "gateway", r.gateway }, { "hops", r.hops } });
    return j;
}

base::Result<Goal> goalFromJson(const Json &j)
{
    const auto what = place(goalWords, textOf(j, "what"));
    if (!what)
        return bad("a goal is \"" + textOf(j, "what") + "\"");
    Goal g;
    g.what = static_cast<Goal::What>(*what);
    g.object = textOf(j, "object");
    g.state = machine::stateFromWord(textOf(j, "state"));
    g.server = textOf(j, "server");
    g.moveAway = protocol::flagOf(j, "moveAway");
    if (const Json &spec = member(j, "spec"); !spec.is_null()) {
        auto read = inventory::fileSystemSpecFromJson(spec);
        if (!read)
            return read.error();
        g.spec = std::move(*read);
    }
    for (const char *key : { "cluster", "clusterBefore" })
        if (const Json &cluster = member(j, key); !cluster.is_null()) {
            auto read = ha::clusterSpecFromJson(cluster);
            if (!read)
                return read.error();
            if (std::string_view(key) == "cluster")
                g.cluster = std::move(*read);
            else
                g.clusterBefore = std::move(*read);
        }
    const Json &profiles = member(j, "profiles");
    for (auto it = profiles.begin(); profiles.is_object() && it != profiles.end(); ++it) {
        auto read = inventory::serverProfileFromJson(it.value(), "the server profile of " + it.key());
        if (!read)
            return read.error();
        g.profiles[it.key()] = std::make_shared<const inventory::ServerProfile>(std::move(*read));
    }
    for (const auto &[key, into] : { std::pair("lnets", &g.lnets), { "lnetsBefore", &g.lnetsBefore } })
        if (const Json &lnets = member(j, key); lnets.is_array())
            for (const Json &l : lnets)
                into->push_back({ textOf(l, "net"), textsOf(l, "interfaces") });
    for (const auto &[key, into] : { std::pair("routes", &g.routes), { "routesBefore", &g.routesBefore } })
        if (const Json &routes = member(j, key); routes.is_array())
            for (const Json &r : routes)
                into->push_back({ textOf(r, "net"), textOf(r, "gateway"), static_cast<int>(protocol::numberOf(r, "hops", -1)) });
    return g;
}

Json toJson(const Plan &plan)
{
    Json j = { { "title", plan.title }, { "goals", Json::array() }, { "moves", Json::array() }, { "notes", plan.notes },
        { "wantedAfter", inventory::toJson(plan.wantedAfter) }, { "typeToConfirm", plan.typeToConfirm } };
    for (const Goal &g : plan.goals)
        j["goals"].push_back(toJson(g));
    for (const Move &m : plan.moves)
        j["moves"].push_back(toJson(m));
    return j;
}

base::Result<Plan> planFromJson(const Json &json)
{
    if (!json.is_object() || !member(json, "moves").is_array())
        return bad("it is no object with moves");
    Plan plan;
    plan.title = textOf(json, "title");
    plan.notes = textsOf(json, "notes");
    plan.typeToConfirm = textOf(json, "typeToConfirm");
    if (const Json &goals = member(json, "goals"); goals.is_array())
        for (const Json &g : goals) {
            auto goal = goalFromJson(g);
            if (!goal)
                return goal.error();
            plan.goals.push_back(std::move(*goal));
        }
    for (const Json &m : member(json, "moves")) {
        auto move = moveFromJson(m, plan.moves.size());
        if (!move)
            return move.error();
        plan.moves.push_back(std::move(*move));
    }
    auto wanted = inventory::wantedFromJson(member(json, "wantedAfter"));
    if (!wanted)
        return wanted.error();
    plan.wantedAfter = std::move(*wanted);
    return plan;
}

} // namespace plan
