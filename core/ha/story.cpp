// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/story.h"

#include <algorithm>

namespace ha {

namespace {

using Places = std::map<std::string, std::string>; ///< resource -> node; empty: runs nowhere

std::string seconds(std::int64_t ms)
{
    const std::int64_t s = (ms + 500) / 1000;
    return s < 60 ? std::to_string(s) + " s" : std::to_string(s / 60) + " min " + std::to_string(s % 60) + " s";
}

std::string counted(std::size_t n, const char *one, const char *many)
{
    return std::to_string(n) + " " + (n == 1 ? one : many);
}

std::string keyOf(const FenceEvent &f) { return f.target + f.action + f.status + f.when + f.origin + f.client; }

bool isGone(const NodeStatus &n) { return !n.online || n.unclean; }

Places placesOf(const ClusterStatus &status)
{
    Places out;
    for (const ResourceStatus &r : status.resources)
        if (!r.isStonith() && r.clone.empty())
            out[r.id] = r.nodes.empty() ? std::string() : r.nodes.front();
    return out;
}

class Teller {
public:
    explicit Teller(const StoryInput &input) : m_input(input)
    {
        for (const TargetResource &t : input.targets)
            m_names[t.resource] = t.target.substr(t.target.find(':') + 1);
    }

    std::vector<Story> tell()
    {
        const Snapshot *before = nullptr;
        for (const Snapshot &now : m_input.snapshots) {
            if (!now.status)
                continue;
            if (before)
                step(*before, now);
            before = &now;
        }
        for (Story &s : m_stories)
            finish(s);
        return std::move(m_stories);
    }

private:
    std::string shown(const std::string &resource) const
    {
        const auto it = m_names.find(resource);
        return it == m_names.end() || it->second.empty() ? resource : it->second;
    }

    Story *open(const std::string &node)
    {
        for (auto it = m_stories.rbegin(); it != m_stories.rend(); ++it)
            if (it->node == node && it->endedAt == 0)
                return &*it;
        return nullptr;
    }

    void step(const Snapshot &before, const Snapshot &now)
    {
        for (const NodeStatus &n : now.status->nodes)
            if (const NodeStatus *was = before.status->node(n.name)) {
                if (!isGone(*was) && !isGone(n) && !open(n.name))
                    unseen(before, now, n.name);
                node(before, now, *was, n);
            }
        for (Story &s : m_stories)
            if (s.endedAt == 0)
                follow(s, now);
    }

    void node(const Snapshot &before, const Snapshot &now, const NodeStatus &was, const NodeStatus &is)
    {
        const bool standby = !was.standby && is.standby && is.online;
        if (!open(is.name) && ((!isGone(was) && isGone(is)) || standby))
            begin(before, now, was, is);
        else if (Story *s = open(is.name); s && isGone(was) && !isGone(is))
            s->lines.push_back({ now.at, is.name + " is back.", false });
    }

    /// As in a night when no program ran: Pacemaker's own history of fencing tells.
    void unseen(const Snapshot &before, const Snapshot &now, const std::string &node)
    {
        const auto &known = before.status->fenceHistory;
        for (const FenceEvent &f : now.status->fenceHistory) {
            const bool listed = std::any_of(known.begin(), known.end(), [&](const FenceEvent &k) { return keyOf(k) == keyOf(f); });
            if (f.target != node || f.status != "success" || f.action == "on" || listed || m_told.contains(keyOf(f)) || f.completedAt * 1000 + 1000 < before.at)
                continue;
            Story s;
            s.node = node;
            s.unseen = true;
            s.startedAt = std::clamp(f.completedAt * 1000, before.at, now.at);
            s.lines.push_back({ s.startedAt, node + " was lost and came back between two looks: this is what Pacemaker remembers of it.", true });
            add(before, std::move(s));
            return;
        }
    }

    void add(const Snapshot &before, Story s)
    {
        Places here;
        for (const auto &[resource, node] : placesOf(*before.status))
            if (node == s.node)
                here[resource] = node;
        if (!here.empty())
            s.lines.push_back({ s.startedAt, counted(here.size(), "resource was", "resources were") + " there.", false });
        m_waiting[m_stories.size()] = std::move(here);
        m_since[m_stories.size()] = before.at;
        m_stories.push_back(std::move(s));
    }

    void begin(const Snapshot &before, const Snapshot &now, const NodeStatus &was, const NodeStatus &is)
    {
        Story s;
        s.node = is.name;
        s.startedAt = now.at;
        const bool ordered = !is.unclean && (is.standby || was.shutdown || is.shutdown || was.standby);
        m_ordered[m_stories.size()] = ordered;
        s.lines.push_back({ now.at, is.standby && is.online ? is.name + " was put into standby." : ordered ? is.name + " was stopped in order." : is.name + " was lost: its peers did not hear it any more.", !ordered });
        add(before, std::move(s));
    }

    void follow(Story &s, const Snapshot &now)
    {
        const std::size_t index = std::size_t(&s - m_stories.data());
        fencing(s, now);
        Places &waiting = m_waiting[index];
        const Places places = placesOf(*now.status);
        for (auto it = waiting.begin(); it != waiting.end();) {
            const auto at = places.find(it->first);
            const bool moved = at != places.end() && !at->second.empty() && at->second != s.node;
            if (moved) {
                s.lines.push_back({ now.at, shown(it->first) + " came up on " + at->second + (s.unseen ? "." : " after " + seconds(now.at - s.startedAt) + "."), false });
                s.moved.push_back(it->first);
                m_where[index].insert(at->second);
            }
            const bool home = s.unseen && at != places.end() && at->second == s.node; // it may have been away, and is back
            it = moved || home ? waiting.erase(it) : std::next(it);
        }
        const NodeStatus *node = now.status->node(s.node);
        const bool back = node && !isGone(*node) && !node->standby;
        if (waiting.empty() || back)
            s.endedAt = now.at;
    }

    /// Each event once; crm_mon lists old ones again and again. Its times have seconds, so one second of doubt is left. Who looks seldom
    /// learns of the loss when the fencing is over already: what came since the look before belongs to it.
    void fencing(Story &s, const Snapshot &now)
    {
        for (auto it = now.status->fenceHistory.rbegin(); it != now.status->fenceHistory.rend(); ++it) {
            const FenceEvent &f = *it;
            const bool old = f.completedAt != 0 && f.completedAt * 1000 + 1000 < m_since[std::size_t(&s - m_stories.data())];
            if (f.target != s.node || old || !m_told.insert(keyOf(f)).second)
                continue;
            const std::int64_t at = f.completedAt != 0 ? std::max(f.completedAt * 1000, s.startedAt) : now.at;
            const std::string who = f.origin.empty() ? "The cluster" : f.origin, by = f.delegate.empty() ? std::string() : ", carried out by " + f.delegate;
            if (f.status == "success")
                s.lines.push_back({ at, who + " had " + f.target + " fenced (" + f.action + ")" + by + (s.unseen ? "." : ", " + seconds(at - s.startedAt) + " after it was lost."), false });
            else if (f.status == "failed")
                s.lines.push_back({ at, who + " could not fence " + f.target + (f.reason.empty() ? "" : ": " + f.reason) + "; its targets stay down until that works.", true });
            else
                s.lines.push_back({ at, who + " wants " + f.target + " fenced (" + f.action + ").", false });
            s.fenced = s.fenced || f.status == "success";
        }
    }

    void recoveries(Story &s)
    {
        for (const RecoveryFact &r : m_input.recoveries) {
            const bool of = std::any_of(s.moved.begin(), s.moved.end(), [&](const std::string &m) { return shown(m) == r.target; });
            if (!of || r.startedAt < s.startedAt - 1000 || (s.endedAt != 0 && r.startedAt > s.endedAt + 600'000))
                continue;
            std::string text = r.target + (r.endedAt == 0 ? " recovers" : " recovered in " + seconds(r.endedAt - r.startedAt));
            if (r.completed >= 0)
                text += ": " + counted(std::size_t(r.completed), "client came back", "clients came back");
            if (r.evicted > 0)
                text += ", " + counted(std::size_t(r.evicted), "was evicted", "were evicted");
            s.lines.push_back({ r.endedAt == 0 ? r.startedAt : r.endedAt, text + ".", r.evicted > 0 });
        }
    }

    void finish(Story &s)
    {
        const std::size_t index = std::size_t(&s - m_stories.data());
        for (const auto &[resource, node] : m_waiting[index])
            s.lost.push_back(resource);
        recoveries(s);
        std::stable_sort(s.lines.begin(), s.lines.end(), [](const StoryLine &a, const StoryLine &b) { return a.at < b.at; });
        const std::set<std::string> &where = m_where[index];
        s.title = s.node + (m_ordered[index] ? " was emptied" : s.fenced ? " was lost and fenced" : " was lost");
        if (!s.moved.empty())
            s.title += "; " + counted(s.moved.size(), "resource", "resources") + " moved" + (where.size() == 1 ? " to " + *where.begin() : "") + (s.endedAt != 0 && !s.unseen ? " in " + seconds(s.endedAt - s.startedAt) : "");
        if (!s.lost.empty())
            s.title += "; " + counted(s.lost.size(), "has", "have") + " not come up elsewhere";
    }

    const StoryInput &m_input;
    std::vector<Story> m_stories;
    std::map<std::size_t, Places> m_waiting;
    std::map<std::size_t, std::set<std::string>> m_where;
    std::map<std::size_t, bool> m_ordered;
    std::map<std::size_t, std::int64_t> m_since; ///< ms: the last time at which all was well
    std::map<std::string, std::string> m_names;
    std::set<std::string> m_told;
};

} // namespace

std::vector<Story> stories(const StoryInput &input)
{
    return Teller(input).tell();
}

} // namespace ha
