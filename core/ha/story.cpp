// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/story.h"

#include <algorithm>

namespace ha {

namespace {

constexpr std::int64_t longestMissingMs = 15'000; ///< before its peers miss it: who was silent for longer may have been so for other reasons

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

    /// The newest of a node.
    Story *latest(const std::string &node)
    {
        const auto found = std::find_if(m_stories.rbegin(), m_stories.rend(), [&](const Story &s) { return s.node == node; });
        return found == m_stories.rend() ? nullptr : &*found;
    }

    Story *open(const std::string &node)
    {
        Story *story = latest(node);
        return story && story->endedAt == 0 ? story : nullptr;
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
        else if (Story *s = latest(is.name); s && isGone(was) && !isGone(is)) // told also when all was up and it was safely off before
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
            s.lines.push_back({ s.lines.back().at, counted(here.size(), "resource was", "resources were") + " there.", false });
        m_missed[m_stories.size()] = s.lines.back().at;
        m_ordered.try_emplace(m_stories.size(), false);
        m_waiting[m_stories.size()] = std::move(here);
        m_since[m_stories.size()] = before.at;
        m_stories.push_back(std::move(s));
    }

    void begin(const Snapshot &before, const Snapshot &now, const NodeStatus &was, const NodeStatus &is)
    {
        Story s;
        s.node = is.name;
        const bool ordered = !is.unclean && (is.standby || was.shutdown || is.shutdown || was.standby);
        const std::int64_t died = ordered ? 0 : deathOf(is.name, now.at);
        s.startedAt = died != 0 ? died : now.at;
        s.deathKnown = died != 0;
        m_ordered[m_stories.size()] = ordered;
        s.lines.push_back({ now.at, is.standby && is.online ? is.name + " was put into standby." : ordered ? is.name + " was stopped in order." :
            is.name + " was lost: its peers did not hear it any more" + (died != 0 ? ", " + seconds(now.at - died) + " after its last sign." : "."), !ordered });
        add(before, std::move(s));
    }

    /// 0: not known. A line that broke tells it best; who dies without a word has last answered some time before.
    std::int64_t deathOf(const std::string &node, std::int64_t missedAt) const
    {
        std::int64_t died = 0;
        const auto fits = [&](std::int64_t at) { return at != 0 && at < missedAt && missedAt - at <= longestMissingMs; };
        for (const LastSign &sign : m_input.signs)
            if (sign.node == node && (fits(sign.brokenAt) || fits(sign.answeredAt)))
                died = std::max(died, fits(sign.brokenAt) ? sign.brokenAt : sign.answeredAt);
        return died;
    }

    std::size_t indexOf(const Story &s) const { return std::size_t(&s - m_stories.data()); }

    void follow(Story &s, const Snapshot &now)
    {
        const std::size_t index = indexOf(s);
        fencing(s, now);
        Places &waiting = m_waiting[index];
        const Places places = placesOf(*now.status);
        for (auto it = waiting.begin(); it != waiting.end();) {
            const auto at = places.find(it->first);
            const bool moved = at != places.end() && !at->second.empty() && at->second != s.node;
            if (moved) {
                s.lines.push_back({ now.at, shown(it->first) + " came up on " + at->second + (s.unseen ? "." : " after " + seconds(now.at - s.startedAt) + "."), false });
                s.moved.push_back(it->first);
                s.upAt = now.at;
                m_where[index].insert(at->second);
            }
            const bool home = s.unseen && at != places.end() && at->second == s.node; // it may have been away, and is back
            it = moved || home ? waiting.erase(it) : std::next(it);
        }
        if (isOver(s, now.status->node(s.node), waiting.empty()))
            s.endedAt = now.at;
    }

    /// Its targets are up elsewhere, and nobody has to wait for it any more: it is back, was fenced, or went in order.
    bool isOver(const Story &s, const NodeStatus *node, bool allUp) const
    {
        if (node && !isGone(*node) && (!node->standby || (allUp && !m_ordered.at(indexOf(s)))))
            return true;
        return allUp && (s.fenced || m_ordered.at(indexOf(s)) || (node && isGone(*node) && !node->unclean));
    }

    /// Each event once; crm_mon lists old ones again and again. Its times have seconds, so one second of doubt is left. Who looks seldom
    /// learns of the loss when the fencing is over already: what came since the look before belongs to it.
    void fencing(Story &s, const Snapshot &now)
    {
        for (auto it = now.status->fenceHistory.rbegin(); it != now.status->fenceHistory.rend(); ++it) {
            const FenceEvent &f = *it;
            const bool old = f.completedAt != 0 && f.completedAt * 1000 + 1000 < m_since[indexOf(s)];
            if (f.target != s.node || old || !m_told.insert(keyOf(f)).second)
                continue;
            const std::int64_t at = f.completedAt != 0 ? std::max(f.completedAt * 1000, m_missed.at(indexOf(s))) : now.at;
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
            if (!of || r.startedAt < s.startedAt - 1000 || (s.upAt != 0 && r.startedAt > s.upAt + 600'000))
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
        const std::size_t index = indexOf(s);
        for (const auto &[resource, node] : m_waiting[index])
            s.lost.push_back(resource);
        recoveries(s);
        std::stable_sort(s.lines.begin(), s.lines.end(), [](const StoryLine &a, const StoryLine &b) { return a.at < b.at; });
        const std::set<std::string> &where = m_where[index];
        s.title = s.node + (m_ordered[index] ? " was emptied" : s.fenced ? " was lost and fenced" : " was lost");
        if (!s.moved.empty())
            s.title += "; " + counted(s.moved.size(), "resource", "resources") + " moved" + (where.size() == 1 ? " to " + *where.begin() : "") + (s.upAt != 0 && !s.unseen ? " in " + seconds(s.upAt - s.startedAt) + (s.deathKnown || m_ordered[index] ? "" : " from when it was missed") : "");
        if (!s.lost.empty())
            s.title += "; " + counted(s.lost.size(), "has", "have") + " not come up elsewhere";
    }

    const StoryInput &m_input;
    std::vector<Story> m_stories;
    std::map<std::size_t, Places> m_waiting;
    std::map<std::size_t, std::set<std::string>> m_where;
    std::map<std::size_t, bool> m_ordered;
    std::map<std::size_t, std::int64_t> m_missed; ///< ms: when its peers did not hear it any more
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
