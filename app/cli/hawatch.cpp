// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters of Pacemaker as they change, and their failovers told afterwards.
#include "app/cli/context.h"
#include "core/manager/timeline.h"

#include <QDateTime>
#include <QObject>

namespace cli {
namespace {

using base::Error;
using base::Problem;

std::string clock(std::int64_t ms, const char *form) { return QDateTime::fromMSecsSinceEpoch(ms).toString(QLatin1String(form)).toStdString(); }

std::string joined(const std::vector<std::string> &words)
{
    std::string out;
    for (const std::string &w : words)
        out += (out.empty() ? "" : ", ") + w;
    return out;
}

/// Prints what differs from the World before. Ends with the program.
class ClusterWatch final : public QObject {
public:
    ClusterWatch(Context context, QObject *parent) : QObject(parent), m_c(std::move(context))
    {
        connect(&m_c.manager(), &manager::Manager::worldChanged, this, [this] { look(); });
        look();
    }

private:
    using State = std::map<std::string, std::string>; ///< "cluster NAME", "node NAME/NODE", "resource NAME/ID" -> what it is

    static State stateOf(const inventory::World &world)
    {
        State out;
        for (const auto &[name, c] : world->clusters) {
            if (!c.status) {
                out["cluster " + name] = "Pacemaker runs on no member that answers";
                continue;
            }
            out["cluster " + name] = std::string(c.status->quorum ? "has quorum" : "has NO quorum") + (c.status->stonithEnabled ? "" : ", fencing is OFF") + (c.status->maintenance ? ", in maintenance mode" : "");
            for (const ha::NodeStatus &n : c.status->nodes)
                out["node " + name + "/" + n.name] = n.word();
            for (const ha::ResourceStatus &r : c.status->resources)
                if (r.clone.empty())
                    out["resource " + name + "/" + r.id] = (r.pending.empty() ? r.role : r.pending) + (r.nodes.empty() ? "" : " on " + joined(r.nodes)) + (r.failed ? ", failed" : "") + (r.blocked ? ", blocked" : "");
            for (const ha::FenceEvent &e : c.status->fenceHistory)
                out["fencing " + name + "/" + e.target + " " + e.when] = e.action + " by " + (e.delegate.empty() ? e.origin : e.delegate) + ": " + e.status;
        }
        for (const auto &[id, t] : world->targets)
            if (!t.cluster.empty())
                out["target " + t.label] = t.active.empty() ? "mounted nowhere" : (t.activeKnown ? "mounted on " : "was last seen mounted on ") + t.active;
        return out;
    }
    void look()
    {
        State now = stateOf(m_c.manager().world());
        const std::int64_t at = QDateTime::currentMSecsSinceEpoch();
        for (const auto &[what, state] : now)
            if (const auto was = m_state.find(what); was == m_state.end() || was->second != state)
                tell(at, what, state);
        for (const auto &[what, state] : m_state)
            if (!now.contains(what) && !what.starts_with("fencing "))
                tell(at, what, "is gone");
        m_state = std::move(now);
    }
    void tell(std::int64_t at, const std::string &what, const std::string &state)
    {
        const std::size_t space = what.find(' ');
        m_c.output.out(m_c.json() ? protocol::dumpJson(Json{{"at", at}, {"what", what.substr(0, space)}, {"name", what.substr(space + 1)}, {"state", state}}) + '\n'
                                  : clock(at, "HH:mm:ss.zzz") + "  " + what + ": " + state + '\n');
    }

    Context m_c;
    State m_state;
};

/// Asks for the past of one cluster after the other, and tells it all at the end.
class Telling final : public QObject {
public:
    Telling(Context context, std::vector<std::string> clusters, std::int64_t since, QObject *parent)
        : QObject(parent), m_c(std::move(context)), m_clusters(std::move(clusters)), m_since(since)
    {
        next();
    }

private:
    void next()
    {
        if (m_at == m_clusters.size())
            return m_c.print(m_text.empty() ? "No server was lost or emptied in that time, as far as a program followed the cluster.\n" : m_text, m_json);
        const ha::HaCluster *cluster = m_c.manager().world().cluster(m_clusters[m_at]);
        std::vector<std::int64_t> fenced;
        for (const ha::FenceEvent &e : cluster && cluster->status ? cluster->status->fenceHistory : std::vector<ha::FenceEvent>{})
            if (e.completedAt > 0)
                fenced.push_back(e.completedAt * 1000);
        m_c.manager().timeline().failovers(m_clusters[m_at], fenced, QDateTime::currentMSecsSinceEpoch(), this, [this](const base::Result<ha::StoryInput> &input) {
            if (!input && input.error().problem != Problem::NotFound)
                return m_c.fail(input.error());
            for (const ha::Story &s : input ? ha::stories(*input) : std::vector<ha::Story>{})
                if (s.endedAt == 0 || s.endedAt >= m_since)
                    add(m_clusters[m_at], s);
            ++m_at;
            next();
        });
    }
    void add(const std::string &cluster, const ha::Story &s)
    {
        Json lines = Json::array();
        m_text += clock(s.startedAt, "yyyy-MM-dd HH:mm:ss") + "  " + cluster + ": " + s.title + "\n";
        for (const ha::StoryLine &l : s.lines) {
            m_text += "    " + clock(l.at, "HH:mm:ss.zzz") + "  " + (l.bad ? "! " : "  ") + l.text + "\n";
            lines.push_back({{"at", l.at}, {"text", l.text}, {"bad", l.bad}});
        }
        m_json.push_back({{"cluster", cluster}, {"node", s.node}, {"title", s.title}, {"startedAt", s.startedAt}, {"endedAt", s.endedAt}, {"upAt", s.upAt}, {"deathKnown", s.deathKnown}, {"fenced", s.fenced}, {"moved", s.moved}, {"lost", s.lost}, {"lines", std::move(lines)}});
    }

    Context m_c;
    std::vector<std::string> m_clusters;
    std::int64_t m_since;
    std::size_t m_at = 0;
    std::string m_text;
    Json m_json = Json::array();
};

} // namespace

void watchHa(const Context &c)
{
    new ClusterWatch(c, &c.session);
}

void tellHa(const Context &c)
{
    const std::string name = c.arguments.words.size() > 2 ? c.arguments.words[2] : std::string();
    const std::int64_t last = durationOf(c.arguments.value("last", "1d"));
    if (last == 0)
        return c.fail(Error{Problem::BadArgument, "--last " + c.arguments.value("last") + " is no time", {}, "Give a number with s, m, h, d or w: --last 6h."}, WrongUse);
    std::vector<std::string> clusters;
    for (const auto &[key, cluster] : c.manager().world()->clusters)
        if (name.empty() || key == name)
            clusters.push_back(key);
    if (!name.empty() && clusters.empty())
        return c.fail(Error{Problem::NotFound, "there is no cluster \"" + name + "\"", {}, "See: chandelierctl ha show"}, WrongUse);
    new Telling(c, std::move(clusters), QDateTime::currentMSecsSinceEpoch() - last, &c.session);
}

} // namespace cli
